// signkey beside libsodium.js, in one run, on the same bytes under the same key.
//
// libsodium.js makes the envelope as the published middleware does: nonce, secret box, base64. The contestants take
// turns, so that a drifting machine hits all alike, and see distinct values, since repeating one flatters every cache.

import { createRequire } from 'node:module';
import { Encryptor } from '../../bindings-node/dist/index.mjs';

const sodium = createRequire(new URL('../../bindings-node/', import.meta.url))('libsodium-wrappers');
await sodium.ready;

const TEXT = 'an-encryption-key';
const SIZES = [1024, 1_048_576];
const ROUNDS = 11;
const MARKED = '{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"';
const { ORIGINAL } = sodium.base64_variants;

const encryptor = new Encryptor({ primary: TEXT });
const key = sodium.crypto_generichash(sodium.crypto_secretbox_KEYBYTES, TEXT);

const encrypt = {
  signkey: (json) => encryptor.encryptValue(json),
  'libsodium.js': (json) => {
    const nonce = sodium.randombytes_buf(sodium.crypto_secretbox_NONCEBYTES);
    const box = Buffer.concat([nonce, sodium.crypto_secretbox_easy(json, nonce, key)]);
    return Buffer.from(`${MARKED}${sodium.to_base64(box, ORIGINAL)}"}`);
  },
};

const decrypt = {
  signkey: (envelope) => encryptor.decryptValue(envelope).json,
  'libsodium.js': (envelope) => {
    const box = sodium.from_base64(JSON.parse(envelope.toString()).data, ORIGINAL);
    const size = sodium.crypto_secretbox_NONCEBYTES;
    return sodium.crypto_secretbox_open_easy(box.subarray(size), box.subarray(0, size), key);
  },
};

/** JSON strings of this size. */
function values(size) {
  const count = Math.max(4, Math.min(1000, Math.floor(2 ** 22 / size)));
  return Array.from({ length: count }, (_, at) => Buffer.from(JSON.stringify(String(at).padEnd(size - 2, 'signkey '))));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The nanoseconds a value that each contestant takes, the median of all rounds. */
function race(contestants, inputs) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  // The first rounds warm up.
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const begin = process.hrtime.bigint();
      for (const input of inputs) run(input);
      if (round >= 0) times[name].push(Number(process.hrtime.bigint() - begin) / inputs.length);
    }
  }
  return Object.entries(times).map(([name, numbers]) => [name, median(numbers)]);
}

console.log(`Node ${process.version}, ${process.platform} ${process.arch}; median of ${ROUNDS} rounds`);
for (const size of SIZES) {
  const plain = values(size);
  const sealed = plain.map((json) => encryptor.encryptValue(json));
  for (const [at, envelope] of sealed.entries()) {
    if (!plain[at].equals(decrypt['libsodium.js'](envelope))) throw new Error('libsodium.js reads another value');
  }
  for (const [name, results] of [
    ['encrypt', race(encrypt, plain)],
    ['decrypt', race(decrypt, sealed)],
  ]) {
    const [[, own]] = results;
    console.log(`\n${name} ${plain.length} values of ${size} bytes`);
    for (const [contestant, time] of results) {
      const rate = ((size / time) * 1000).toFixed(0);
      const columns = [`${(time / 1000).toFixed(2)} us`.padStart(14), `${rate} MB/s`.padStart(12)];
      console.log(`  ${contestant.padEnd(14)}${columns.join('')}${(time / own).toFixed(2).padStart(8)}x`);
    }
  }
}
