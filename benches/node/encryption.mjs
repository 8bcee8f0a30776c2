// signkey's encryption beside libsodium.js, on the same JSON under the same key. Prints rows for `benches/report.py`.
//
// libsodium.js makes the envelope as the published middleware does: nonce, secret box, base64.

import { createRequire } from 'node:module';
import { Encryptor } from '../../bindings-node/dist/index.mjs';
import { SIZES, messages } from './messages.mjs';
import { race } from './race.mjs';

const sodium = createRequire(new URL('../../bindings-node/', import.meta.url))('libsodium-wrappers');
await sodium.ready;

const TEXT = 'an-encryption-key';
const MARKED = '{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"';
const { ORIGINAL } = sodium.base64_variants;

const encryptor = new Encryptor({ primary: TEXT });
const key = sodium.crypto_generichash(sodium.crypto_secretbox_KEYBYTES, TEXT);

function encryptWithSodium(json) {
  const nonce = sodium.randombytes_buf(sodium.crypto_secretbox_NONCEBYTES);
  const box = Buffer.concat([nonce, sodium.crypto_secretbox_easy(json, nonce, key)]);
  return Buffer.from(`${MARKED}${sodium.to_base64(box, ORIGINAL)}"}`);
}

function decryptWithSodium(envelope) {
  const box = sodium.from_base64(JSON.parse(envelope.toString()).data, ORIGINAL);
  const size = sodium.crypto_secretbox_NONCEBYTES;
  return sodium.crypto_secretbox_open_easy(box.subarray(size), box.subarray(0, size), key);
}

const plain = ({ body }) => body;
const sealed = ({ body }) => encryptor.encryptValue(body);
const isBody = ({ body }, json) => body.equals(Buffer.from(json));
// What one makes, the other opens.
const encryptors = [
  {
    name: 'signkey',
    prepare: plain,
    run: (json) => encryptor.encryptValue(json),
    check: (message, envelope) => isBody(message, decryptWithSodium(Buffer.from(envelope))),
  },
  {
    name: 'libsodium.js',
    prepare: plain,
    run: encryptWithSodium,
    check: (message, envelope) => isBody(message, encryptor.decryptValue(envelope).json),
  },
];
const decryptors = [
  { name: 'signkey', prepare: sealed, run: (envelope) => encryptor.decryptValue(envelope).json, check: isBody },
  { name: 'libsodium.js', prepare: sealed, run: decryptWithSodium, check: isBody },
];

for (const size of SIZES) {
  const called = messages('call', size);
  await race('encrypt', 'call', size, called, encryptors);
  await race('decrypt', 'call', size, called, decryptors);
}
