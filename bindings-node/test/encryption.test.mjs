// The Encryptor as a JavaScript object: its arguments, its secrets, and that changes are noticed. What becomes of each
// input is in the vectors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Decrypted, Encryptor } from 'signkey';
import { refused } from './support.mjs';

const OLD = 'an-older-secret';
const NEW = 'a-newer-secret';
const RAW = Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex');
const TEXT = Buffer.from('{"encrypted":{"a":[1,null,"x"]}}');

const pairs = {
  value: ['encryptValue', 'decryptValue'],
  event: ['encryptEventData', 'decryptEventData'],
  error: ['encryptError', 'decryptError'],
};
const encryptor = (primary, fallbacks, options) => new Encryptor({ primary, fallbacks, ...options });

for (const [name, [encrypt, decrypt]] of Object.entries(pairs)) {
  test(`${name}: keys rotate without losing anything`, () => {
    const stored = [];
    for (const [primary, ...fallbacks] of [[OLD], [OLD, NEW], [NEW, OLD], [NEW]]) {
      const stage = encryptor(primary, fallbacks);
      stored.push([primary, stage[encrypt](TEXT)]);
      for (const [writer, envelope] of stored) {
        if (writer === primary || fallbacks.includes(writer)) {
          const { json, wasEncrypted } = stage[decrypt](envelope);
          assert.deepEqual([json, wasEncrypted], [TEXT, true]);
        } else {
          refused('decryption_failed', () => stage[decrypt](envelope));
        }
      }
    }
    assert.deepEqual(
      stored.map(([writer]) => writer),
      [OLD, OLD, NEW, NEW],
    );
  });

  test(`${name}: every tampered byte is refused, or is no envelope and said to be none`, () => {
    const lenient = encryptor(NEW, [OLD]);
    const strict = encryptor(NEW, [OLD], { requireEncrypted: true });
    const envelope = lenient[encrypt](TEXT);
    const begin = envelope.indexOf('__ENCRYPTED__') - 2;
    const data = envelope.indexOf('data') + 4;
    let plain = 0;
    for (let at = begin; at < envelope.length; at += 1) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const changed = Buffer.from(envelope);
        changed[at] ^= bit;
        let opened;
        try {
          opened = lenient[decrypt](changed);
        } catch {
          continue;
        }
        assert.ok(at < data && !opened.wasEncrypted, `byte ${at}, bit ${bit}`);
        assert.deepEqual(opened.json, changed);
        if (name === 'value') refused('encryption_required', () => strict[decrypt](changed));
        plain += 1;
      }
    }
    assert.ok(plain > 0 && plain < (data - begin) * 8);
  });
}

test('a missing primary promotes no fallback', () => {
  for (const primary of [undefined, null]) {
    refused('missing_encryption_key', () => encryptor(primary, [OLD]));
    refused('missing_encryption_key', () => encryptor(primary, [undefined], { decryptOnly: true }));
    const reader = encryptor(primary, [OLD, null], { decryptOnly: true });
    assert.deepEqual(reader.decryptValue(encryptor(OLD).encryptValue(TEXT)).json, TEXT);
    assert.deepEqual(reader.encryptValue(TEXT), TEXT);
  }
  for (const blank of ['', ' \u00a0\ufeff', new Uint8Array()]) {
    refused('empty_encryption_key', () => encryptor(blank));
    refused('empty_encryption_key', () => encryptor(OLD, [blank]));
  }
  for (const size of [1, 31, 33]) refused('invalid_encryption_key_length', () => encryptor(new Uint8Array(size)));
  refused('invalid_argument', () => encryptor('\ud800'));
});

test('a string is text and bytes are a raw key', () => {
  const hex = RAW.toString('hex');
  const envelope = encryptor(RAW).encryptValue(TEXT);
  refused('decryption_failed', () => encryptor(hex).decryptValue(envelope));
  assert.deepEqual(encryptor(hex, [new Uint8Array(RAW)]).decryptValue(envelope).json, TEXT);
  const padded = encryptor(`\ufeff ${OLD}\n`).encryptValue(TEXT);
  assert.deepEqual(encryptor(OLD).decryptValue(padded).json, TEXT);
});

test('options are checked, and none is overlooked', () => {
  for (const options of [
    undefined,
    'key',
    [OLD],
    { key: OLD },
    { primary: 5 },
    { primary: [OLD] },
    { primary: RAW.buffer },
    { primary: OLD, fallbacks: NEW },
    { primary: OLD, fallbacks: [5] },
    { primary: OLD, decryptOnly: 'false' },
    { primary: OLD, requireEncrypted: 1 },
    { primary: OLD, legacyAes: null },
    { primary: OLD, eventField: 5 },
    { primary: OLD, eventField: '\udc00' },
    { primary: OLD, fallbackDecryptionKeys: [] },
  ]) {
    refused('invalid_argument', () => new Encryptor(options));
  }
  const own = encryptor(OLD, [], { eventField: 'geheim ü', requireEncrypted: true });
  assert.deepEqual([own.eventField, own.decryptOnly, own.requireEncrypted], ['geheim ü', false, true]);
  assert.equal(encryptor(OLD).eventField, 'encrypted');
  assert.match(own.encryptEventData(Buffer.from('{"geheim ü":1,"b":2}')).toString(), /"b":2/);
});

test('JSON is bytes, and errors say where', () => {
  const own = encryptor(OLD);
  for (const [encrypt, decrypt] of Object.values(pairs)) {
    for (const method of [encrypt, decrypt]) {
      for (const wrong of ['{}', undefined, null, {}, new Uint16Array(1), new Uint8Array(new SharedArrayBuffer(2))]) {
        refused('invalid_argument', () => own[method](wrong));
      }
      assert.equal(refused('invalid_json', () => own[method](Buffer.from('{"a":x}'))).position, 5);
      refused('json_invalid_utf8', () => own[method](Buffer.from([0x22, 0xff, 0x22])));
      refused('json_too_deep', () => own[method](Buffer.from('['.repeat(513) + ']'.repeat(513))));
      const { buffer } = new Uint8Array([0x7b, 0x7d]);
      assert.ok(own[method](buffer));
    }
  }
  refused('invalid_argument', () => own.encryptEventData(Buffer.from('[]')));
});

test('results are copies', () => {
  const input = Buffer.from('{"a":1}');
  const own = encryptor(OLD);
  for (const output of [own.decryptValue(input).json, own.encryptEventData(input)]) {
    output.fill(0);
    assert.equal(input.toString(), '{"a":1}');
  }
});

test('a nonce is random, or of 24 bytes', () => {
  const own = encryptor(OLD);
  const envelopes = Array.from({ length: 1000 }, () => own.encryptValue(TEXT).toString());
  assert.equal(new Set(envelopes).size, envelopes.length);
  const nonce = Buffer.alloc(24, 7);
  assert.deepEqual(own.encryptValue(TEXT, { nonce }), own.encryptValue(TEXT, { nonce }));
  const data = JSON.parse(own.encryptValue(TEXT, { nonce })).data;
  assert.deepEqual(Buffer.from(data, 'base64').subarray(0, 24), nonce);
  for (const wrong of [Buffer.alloc(23), Buffer.alloc(25), 'x'.repeat(24), 7, null]) {
    refused('invalid_argument', () => own.encryptValue(TEXT, { nonce: wrong }));
  }
  refused('invalid_argument', () => own.encryptValue(TEXT, nonce));
});

test('neither keys nor plain texts show', () => {
  const own = encryptor(OLD, [NEW, RAW], { legacyAes: true });
  const opened = own.decryptValue(own.encryptValue(TEXT));
  const deep = { depth: Infinity, showHidden: true, getters: false };
  for (const object of [own, opened]) {
    const shown = [format('%o', object), inspect(object, deep), JSON.stringify(object), `${object}`].join();
    const moved = inspect([structuredClone(object), deserialize(serialize(object))], deep);
    assert.doesNotMatch(shown + moved, /older|newer|00112233|00, 17|null,"x"|6e 75 6c 6c/);
  }
  const line = { breakLength: Infinity };
  assert.equal(
    inspect(own, line),
    "Encryptor { eventField: 'encrypted', decryptOnly: false, requireEncrypted: false }",
  );
  assert.equal(inspect(opened, line), `Decrypted { wasEncrypted: true, size: ${TEXT.length} }`);
  const { message, stack } = refused('empty_encryption_key', () => encryptor(OLD, ['']));
  assert.doesNotMatch(message + stack, /older/);
  assert.throws(() => new Decrypted(Symbol(), TEXT, true), TypeError);
});

test('copies of key texts are cleared, and raw keys are left alone', () => {
  const { encode } = TextEncoder.prototype;
  const copies = [];
  TextEncoder.prototype.encode = function (text) {
    copies.push(encode.call(this, text));
    return copies.at(-1);
  };
  const raw = Buffer.from(RAW);
  try {
    encryptor(OLD, [NEW, raw]);
    refused('invalid_encryption_key_length', () => encryptor(OLD, [new Uint8Array(5)]));
    refused('invalid_argument', () => encryptor(OLD, [5]));
  } finally {
    TextEncoder.prototype.encode = encode;
  }
  assert.equal(copies.length, 4);
  for (const copy of copies) assert.ok(copy.length > 0 && copy.every((byte) => byte === 0));
  assert.deepEqual(raw, RAW);
});

test('each worker has encryptors of its own', async () => {
  const script = `
    const { parentPort } = require('node:worker_threads');
    const { Encryptor } = require('signkey');
    const own = new Encryptor({ primary: '${NEW}', fallbacks: ['${OLD}'] });
    parentPort.once('message', (json) => parentPort.postMessage(own.decryptValue(json).json));`;
  const opened = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const worker = new Worker(script, { eval: true });
      worker.postMessage(encryptor(OLD).encryptValue(TEXT));
      const json = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
      await worker.terminate();
      return Buffer.from(json);
    }),
  );
  for (const json of opened) assert.deepEqual(json, TEXT);
});
