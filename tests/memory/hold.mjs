// Holds a key, then drops it, for `scan`.

import { readSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Config, Keyring, SigningKey, Verifier } from '../../bindings-node/dist/index.mjs';

const HEADER = `t=1700000000&s=${'0'.repeat(64)}`;
const byte = Buffer.alloc(1);

function say(state) {
  writeSync(1, state);
  readSync(0, byte);
}

function hold() {
  const read = Buffer.alloc(77);
  readSync(0, read);
  const text = read.toString('latin1');
  read.fill(0);
  const keyring = new Keyring(text);
  const verifier = new Verifier(keyring, HEADER);
  verifier.update(Buffer.from('a body'));
  return [new SigningKey(text), keyring, verifier, new Config({ signingKey: text }, {})];
}

let held = hold();
say('held\n');
held = held.length;
// What is collected is dropped a little later.
for (let turn = 0; turn < 10; turn += 1) {
  globalThis.gc();
  await setTimeout(20);
}
say('dropped\n');
