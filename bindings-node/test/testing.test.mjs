import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring } from 'signkey';
import { TEST_KEY, TEST_KEY_FALLBACK, TestKit } from 'signkey/testing';
import { NOW, header, refused } from './support.mjs';

const kit = new TestKit({ now: NOW });
const BODY = '{"event":{"name":"Zoë"}}';
const verify = ({ body, header: value }) => kit.keyring.verifyRequest(body, value, { now: kit.now });

test('the kit makes requests of every kind', () => {
  const signed = kit.signed(BODY);
  assert.equal(verify(signed).ageSeconds, 0);
  assert.equal(Buffer.from(signed.body).toString(), BODY);
  assert.equal(signed.header, header(BODY, { digits: TEST_KEY.replace('signkey-test-', '') }));
  assert.deepEqual(signed.headers, { 'X-Inngest-Signature': signed.header, 'Content-Type': 'application/json' });
  assert.equal(refused('expired', () => verify(kit.expired(BODY))).skewSeconds, 301);
  assert.equal(refused('not_yet_valid', () => verify(kit.early(BODY))).skewSeconds, 301);
  refused('signature_mismatch', () => verify(kit.tampered(BODY)));
  refused('missing_signature', () => verify(kit.unsigned(BODY)));
  refused('malformed_signature', () => verify(kit.malformed(BODY)));
  assert.deepEqual(kit.unsigned(BODY).headers, { 'Content-Type': 'application/json' });
  const fallback = kit.fallbackSigned(BODY);
  assert.equal(verify(fallback).keyIndex, 1);
  assert.equal(fallback.header, header(BODY, { digits: TEST_KEY_FALLBACK.replace('signkey-test-', '') }));
});

test('bytes are taken as they are', () => {
  const bytes = Uint8Array.of(0xff, 0, 0x0a);
  const { body } = kit.signed(bytes);
  assert.deepEqual([...body], [...bytes]);
  body[0] = 0;
  assert.equal(bytes[0], 0xff);
});

test('the clock is the one that was chosen, or stands at the time of making', () => {
  assert.equal(kit.now, NOW);
  assert.equal(kit.clock(), NOW);
  const before = Math.floor(Date.now() / 1000);
  const { now } = new TestKit();
  assert.ok(now >= before && now <= before + 60);
});

test('the keyring is that of the public test keys', () => {
  assert.deepEqual(kit.keyring.keyIds, new Keyring(TEST_KEY, TEST_KEY_FALLBACK).keyIds);
});
