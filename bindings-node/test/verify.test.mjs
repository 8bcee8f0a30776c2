import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring, Verified, Verifier } from 'signkey';
import { BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused } from './support.mjs';

const keyring = new Keyring(KEY, OTHER_KEY);
const at = (now, more) => ({ now, ...more });

test('a signature that a published SDK test suite holds', () => {
  const body = Buffer.from("hey!  if you're reading this come work with us: careers@inngest.com");
  const published = 't=1709026298&s=3f1c811920eb25da7fa70e3ac484e32e93f01dbbca7c9ce2365f2062a3e10c26';
  const verified = new Keyring('signkey-test-12345678').verifyRequest(body, published, at(1709026298));
  assert.equal(verified.timestamp, 1709026298);
});

test('a verdict says which key, form and times, and cannot be changed or made', () => {
  const verified = keyring.verifyRequest(BODY, header(BODY, { digits: OTHER_DIGITS, t: NOW - 42 }), at(NOW));
  assert.ok(verified instanceof Verified);
  const properties = { keyIndex: 1, keyId: keyring.keyIds[1], form: 'raw', timestamp: NOW - 42, ageSeconds: 42 };
  assert.deepEqual(verified.toJSON(), properties);
  assert.equal(JSON.stringify(verified), JSON.stringify(properties));
  assert.throws(() => {
    verified.keyIndex = 0;
  }, TypeError);
  assert.throws(() => new Verified(), TypeError);
  assert.throws(() => new Verified(Symbol(), 0, '', 'raw', 0, 0), TypeError);
});

test('the canonical form of a request is accepted, that of a response is not', () => {
  const canonical = Buffer.from('{"a":1,"b":2}');
  const sent = Buffer.from('{ "b": 2, "a": 1 }');
  const verified = keyring.verifyRequest(sent, header(canonical), at(NOW));
  assert.equal(verified.form, 'canonical');
  refused('signature_mismatch', () => keyring.verifyResponse(sent, header(canonical), at(NOW)));
  refused('signature_mismatch', () => keyring.verifyRequest(sent, header(canonical), at(NOW, { maxJsonSize: 17 })));
  assert.ok(keyring.verifyRequest(sent, header(canonical), at(NOW, { maxJsonSize: 18 })));
});

test('one trailing line feed of a response may be missing from what was signed', () => {
  const verified = keyring.verifyResponse(Buffer.from('x\n'), header('x'), at(NOW));
  assert.equal(verified.form, 'trimmed');
  refused('signature_mismatch', () => keyring.verifyRequest(Buffer.from('x\n'), header('x'), at(NOW)));
});

test('the order of refusals', () => {
  const wrong = header(BODY, { digits: 'ff' });
  const verify =
    (value, now = NOW) =>
    () =>
      keyring.verifyRequest(BODY, value, at(now));
  for (const absent of [undefined, null, []]) refused('missing_signature', verify(absent));
  for (const malformed of ['', ' ', `${wrong} `, `${wrong}, ${wrong}`, wrong.toUpperCase(), 'é', `${wrong}\0`]) {
    refused('malformed_signature', verify(malformed));
  }
  refused('malformed_signature', verify([wrong, wrong]));
  refused('signature_mismatch', verify([wrong]));
  refused('signature_mismatch', verify(wrong, NOW + 9999));
  assert.equal(refused('expired', verify(header(BODY), NOW + 301)).skewSeconds, 301);
  assert.equal(refused('not_yet_valid', verify(header(BODY), NOW - 301)).skewSeconds, 301);
});

test('characters beyond Latin-1 are not cut down to those of a header', () => {
  const spoofed = header(BODY).replace('t=', '\u0174=').replace('&', '\uff26');
  refused('malformed_signature', () => keyring.verifyRequest(BODY, spoofed, at(NOW)));
});

test('the borders of the window belong to it, and both sides are set apart', () => {
  const verify = (now, window) => () => keyring.verifyRequest(BODY, header(BODY), at(now, window));
  assert.equal(verify(NOW + 300)().ageSeconds, 300);
  assert.equal(verify(NOW - 300)().ageSeconds, -300);
  assert.ok(verify(NOW, { past: 0, future: 0 })());
  refused('expired', verify(NOW + 1, { past: 0 }));
  refused('not_yet_valid', verify(NOW - 1, { future: 0 }));
  assert.ok(verify(NOW + 9000, { past: 9000 })());
  refused('not_yet_valid', verify(NOW - 9000, { past: 9000 }));
  // The options of one call do not outlast it.
  refused('expired', verify(NOW + 301));
});

test('the clock is that of the system unless it is given', () => {
  const t = Math.floor(Date.now() / 1000);
  const verified = keyring.verifyRequest(BODY, header(BODY, { t }));
  assert.ok(verified.ageSeconds >= 0 && verified.ageSeconds < 60);
  refused('expired', () => keyring.verifyRequest(BODY, header(BODY)));
});

test('a clock of type bigint makes exact bigints', () => {
  const t = 9_999_999_999_999_999_999n;
  const verified = keyring.verifyRequest(BODY, header(BODY, { t }), at(t - 7n));
  assert.equal(verified.timestamp, t);
  assert.equal(verified.ageSeconds, -7n);
  const late = refused('expired', () => keyring.verifyRequest(BODY, header(BODY), at(2n ** 64n - 1n)));
  assert.match(late.message, /18446744072009551615 seconds/);
  assert.ok(keyring.verifyRequest(BODY, header(BODY), at(2n ** 64n - 1n, { past: 2n ** 64n - 1n })));
});

test('times are exact, however large', () => {
  const eight = new Keyring(...Array(7).fill(OTHER_KEY), KEY);
  const limits = { past: Number.MAX_SAFE_INTEGER, future: Number.MAX_SAFE_INTEGER };
  for (const t of [0, 1, NOW, 2 ** 36 - 1, 2 ** 36, 2 ** 48, 2 ** 53 - 1]) {
    for (const age of [-(2 ** 52), -4096, -2048, -2047, -1, 0, 1, 2047, 2048, 4096, 2 ** 52]) {
      if (!Number.isSafeInteger(t + age) || t + age < 0) continue;
      for (const verify of ['verifyRequest', 'verifyResponse']) {
        const verified = eight[verify](BODY, header(BODY, { t }), at(t + age, limits));
        assert.equal(verified.keyIndex, 7);
        assert.deepEqual([verified.timestamp, verified.ageSeconds], [t, age], verify);
      }
    }
  }
});

test('an ArrayBuffer and a view into the middle of one are bytes too', () => {
  const padded = new Uint8Array(BODY.length + 2);
  padded.set(BODY, 1);
  const { buffer } = padded.slice(1, -1);
  assert.ok(keyring.verifyRequest(buffer, header(BODY), at(NOW)));
  assert.ok(keyring.verifyRequest(padded.subarray(1, -1), header(BODY), at(NOW)));
  assert.ok(keyring.verifyRequest(new Uint8Array(0), header(''), at(NOW)));
});

test('keys are dropped, ordered and counted as in the environment', () => {
  assert.deepEqual(new Keyring(undefined, null, '', ' \t', KEY, '', OTHER_KEY).keyIds, keyring.keyIds);
  refused('missing_signing_key', () => new Keyring(undefined));
  refused('missing_signing_key', () => new Keyring('', ' '));
  assert.equal(new Keyring(...Array(8).fill(KEY)).keyIds.length, 8);
  refused('too_many_keys', () => new Keyring(...Array(9).fill(KEY)));
  assert.equal(refused('non_hex_key', () => new Keyring(KEY, 'signkey-prod-0g')).position, 15);
  assert.throws(() => keyring.keyIds.push('x'), TypeError);
});

test('a key as bytes is read and left as it is', () => {
  const bytes = Buffer.from(`\n${KEY}\n`);
  assert.deepEqual(new Keyring(bytes).keyIds, [keyring.keyIds[0]]);
  assert.equal(bytes.toString(), `\n${KEY}\n`);
});

test('a message in pieces', () => {
  const begin = (value = header(BODY)) => new Verifier(keyring, value);
  const verified = begin()
    .update(BODY.subarray(0, 5))
    .update(new Uint8Array(0))
    .update(BODY.subarray(5))
    .finish(at(NOW));
  assert.deepEqual([verified.keyIndex, verified.form, verified.ageSeconds], [0, 'raw', 0]);
  assert.equal(
    begin()
      .update(BODY)
      .finish(at(BigInt(NOW))).timestamp,
    BigInt(NOW),
  );

  refused('missing_signature', () => begin(null));
  refused('malformed_signature', () => begin('t=1'));
  refused('signature_mismatch', () => begin().update(BODY).update(BODY).finish(at(NOW)));
  refused('expired', () =>
    begin()
      .update(BODY)
      .finish(at(NOW + 2, { past: 1 })),
  );

  const ended = begin().update(BODY);
  refused('expired', () => ended.finish(at(NOW + 301)));
  refused('finished', () => ended.update(BODY));
  refused('finished', () => ended.finish(at(NOW)));
});

test('many verifiers at once do not mix', () => {
  const bodies = Array.from({ length: 200 }, (_, index) => Buffer.from(`body ${index}`));
  const verifiers = bodies.map((body) => new Verifier(keyring, header(body)));
  bodies.forEach((body, index) => verifiers[index].update(body));
  for (const verifier of verifiers.reverse()) assert.equal(verifier.finish(at(NOW)).keyIndex, 0);
});

test('a keyring of one digit string is that of the other tests', () => {
  assert.deepEqual(new Keyring(DIGITS).keyIds, [keyring.keyIds[0]]);
});
