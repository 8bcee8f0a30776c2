// Fails unless the generated files that are committed are what a build makes of the sources.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The generated files and their texts. */
function snapshot() {
  const files = ['lib/internal/addon.d.ts', 'lib/codes.ts'];
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

const before = snapshot();
execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
const after = snapshot();

const drifted = [...after.keys()].filter((file) => before.get(file) !== after.get(file));
for (const file of drifted) console.error(`${file} was out of date`);
console.log(`${after.size - drifted.length} of ${after.size} generated files are as committed`);
process.exitCode = drifted.length === 0 ? 0 : 1;
