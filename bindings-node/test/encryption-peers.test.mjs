// Envelopes cross in both directions with libsodium and with the published middleware.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { encryptionMiddleware as published } from '@inngest/middleware-encryption';
import { AESEncryptionService } from '@inngest/middleware-encryption/strategies/aes';
import { Encryptor } from 'signkey';
import { encryptionMiddleware } from 'signkey/inngest';
import { Platform } from './platform.mjs';
import { refused } from './support.mjs';

const sodium = createRequire(import.meta.url)('libsodium-wrappers');
await sodium.ready;

const KEYS = ['an-encryption-key', 'κλειδί 鍵 \u{1f511}', 'k', '0123456789abcdef'.repeat(40)];
const VALUES = {
  'empty string': '',
  zero: 0,
  'big number': 1.7976931348623157e308,
  unicode: 'π € 漢字 \u{1f511} \u2028 \ud800',
  nested: { b: [1, { c: null }], a: { '': [[[]]] } },
  '1 MB': 'x'.repeat(1 << 20),
};
const MARKED = { __ENCRYPTED__: true, __STRATEGY__: 'inngest/libsodium' };

const text = (value) => Buffer.from(JSON.stringify(value));
const instance = (key, ...fallbackDecryptionKeys) => new (published({ key, fallbackDecryptionKeys }))({});

test('libsodium makes the same envelope of the same nonce, and each opens the other', () => {
  for (const key of KEYS) {
    const raw = sodium.crypto_generichash(32, key);
    for (const own of [new Encryptor({ primary: key }), new Encryptor({ primary: raw })]) {
      for (const value of Object.values(VALUES)) {
        const nonce = sodium.randombytes_buf(24);
        const box = Buffer.concat([nonce, sodium.crypto_secretbox_easy(text(value), nonce, raw)]);
        const envelope = text({ ...MARKED, data: box.toString('base64') });
        assert.ok(own.encryptValue(text(value), { nonce }).equals(envelope));
        assert.ok(own.decryptValue(envelope).json.equals(text(value)));
        const random = Buffer.from(JSON.parse(own.encryptValue(text(value))).data, 'base64');
        const opened = sodium.crypto_secretbox_open_easy(random.subarray(24), random.subarray(0, 24), raw);
        assert.ok(text(value).equals(opened));
      }
    }
  }
});

test('the published middleware reads the values of signkey, and the other way round', async () => {
  for (const key of KEYS) {
    const [own, theirs] = [new Encryptor({ primary: key }), instance(key)];
    const fallback = new Encryptor({ primary: 'another', fallbacks: [key] });
    for (const [name, value] of Object.entries(VALUES)) {
      const ours = JSON.parse(own.encryptValue(text(value)));
      assert.deepEqual(await theirs.wrapStep({ next: async () => ours }), JSON.parse(text(value)), name);
      const sealed = text(await theirs.wrapStepHandler({ next: async () => value }));
      for (const reader of [own, fallback]) assert.ok(reader.decryptValue(sealed).json.equals(text(value)), name);
      refused('decryption_failed', () => new Encryptor({ primary: 'another' }).decryptValue(sealed));
    }
  }
});

test('the two middlewares understand each other through the SDK', async () => {
  const secret = { a: ['canary~4111-1111'] };
  const writers = {
    ours: encryptionMiddleware(new Encryptor({ primary: KEYS[1] })),
    theirs: published({ key: KEYS[1] }),
  };
  const handler = async ({ step, event }) => {
    assert.deepEqual(event.data.encrypted, secret);
    assert.deepEqual(await step.run('step', () => secret), secret);
    await step.sendEvent('send', { name: 'test/sent', data: { encrypted: secret } });
    return step.invoke('invoke', { function: handler.fn, data: { encrypted: secret } });
  };
  for (const [first, second] of [
    ['ours', 'theirs'],
    ['theirs', 'ours'],
  ]) {
    const before = new Platform(writers[first]);
    handler.fn = before.client.createFunction({ id: 'other', triggers: [{ event: 'test/other' }] }, () => null);
    await before.client.send({ name: 'test/event', data: { encrypted: secret } });
    const [{ data }] = before.events;
    const { json: output } = await before.run(() => secret);
    before.made.invoke = output;
    await before.run(handler, { data });
    assert.doesNotMatch(before.left, /canary/);

    const after = new Platform(writers[second]);
    after.steps = before.steps;
    handler.fn = after.client.createFunction({ id: 'other', triggers: [{ event: 'test/other' }] }, () => null);
    const { status, json } = await after.run(handler, { data: before.ops.invoke.opts.payload.data });
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(new Encryptor({ primary: KEYS[1] }).decryptValue(text(json)).json), secret);
    const sent = before.events.at(-1).data;
    assert.equal((await after.run(({ event }) => event.data.encrypted.a.length, { data: sent })).status, 200);
  }
});

test('the oldest format is read if that is switched on', () => {
  const data = new AESEncryptionService(KEYS[0]).encrypt(VALUES.nested);
  const envelope = text({ __ENCRYPTED__: true, data });
  refused('unknown_encryption_strategy', () => new Encryptor({ primary: KEYS[0] }).decryptValue(envelope));
  const reader = new Encryptor({ primary: 'new', fallbacks: [KEYS[0]], legacyAes: true });
  assert.deepEqual(reader.decryptValue(envelope).json, text(VALUES.nested));
});
