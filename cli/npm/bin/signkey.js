#!/usr/bin/env node
// Runs the program of this machine's kind, which lies in native/.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const suffix = process.platform === "win32" ? ".exe" : "";
const kind = `${process.platform}-${process.arch}`;
const program = fileURLToPath(new URL(`../native/${kind}/signkey${suffix}`, import.meta.url));

if (existsSync(program)) {
  const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
  if (error) {
    console.error(`signkey: ${error.message}`);
  }
  process.exitCode = status ?? (signal ? 128 + constants.signals[signal] : 2);
} else {
  console.error(`signkey: this package holds no program for ${kind}; use cargo install signkey-cli`);
  process.exitCode = 2;
}
