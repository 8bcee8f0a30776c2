// A Redis or Valkey server of a test's own, on loopback, which writes each claim to the disk before it answers.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const PROGRAMS = ['valkey-server', 'redis-server'];
const program = PROGRAMS.find((name) => spawnSync(name, ['--version']).status === 0);

/** Why nothing can be tested here; `false` if it can. Where CI is set, that is a failure. */
export const missing = program === undefined && `NOT TESTED: neither of ${PROGRAMS.join(' and ')} is installed`;
if (missing) {
  if (process.env.CI) throw new Error(missing);
  console.error(`\n${missing}\n`);
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

export class RedisServer {
  #folder = mkdtempSync(join(tmpdir(), 'signkey-redis-'));
  #process;

  constructor(port, options) {
    this.port = port;
    this.options = options;
  }

  static async start(...options) {
    const server = new RedisServer(await freePort(), options);
    await server.restart();
    return server;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, with what it had written. */
  async restart() {
    const settings = { port: this.port, bind: '127.0.0.1', dir: this.#folder, save: '', appendonly: 'yes' };
    const given = Object.entries({ ...settings, appendfsync: 'always' }).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]);
    this.#process = spawn(program, [...given.map(String), ...this.options], { stdio: 'ignore' });
    for (let tries = 0; !(await answers(this.port)); tries += 1) {
      if (tries === 1000) throw new Error(`${program} does not listen`);
      await setTimeout(10);
    }
  }

  signal(name) {
    this.#process.kill(name);
  }

  async kill() {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await this.kill();
    rmSync(this.#folder, { recursive: true });
  }
}
