import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { ApiAuth, Config, Keyring } from 'signkey';
import { DIGITS, KEY, OTHER_DIGITS, OTHER_KEY, refused, tokenDigits } from './support.mjs';

const ORIGIN = 'https://api.inngest.com';
const FIRST = `Bearer signkey-test-${tokenDigits(DIGITS)}`;
const SECOND = `Bearer signkey-prod-${tokenDigits(OTHER_DIGITS)}`;
const keyring = new Keyring(KEY, OTHER_KEY);

/** The credentials that a call sends which is answered with these statuses. */
function call(auth, ...statuses) {
  const sent = [];
  for (let attempt = auth.begin(); attempt !== undefined; attempt = auth.after(attempt, statuses.shift())) {
    sent.push(auth.authorization(attempt));
  }
  return sent;
}

test('a call is tried once with each key, and later calls begin with the one that worked', () => {
  const auth = new ApiAuth(keyring, ORIGIN);
  assert.deepEqual(call(auth, 200), [FIRST]);
  assert.deepEqual(call(auth, 401, 403), [FIRST, SECOND]);
  assert.deepEqual(call(auth, 403, 200), [FIRST, SECOND]);
  assert.deepEqual(call(auth, 500), [SECOND]);
  assert.deepEqual(call(auth, 401, 204), [SECOND, FIRST]);
  assert.deepEqual(call(auth, 0), [FIRST]);
});

test('without keys there is no credential', () => {
  assert.deepEqual(call(new ApiAuth(null, ORIGIN), 401), [undefined]);
  assert.deepEqual(call(new Config({ mode: 'dev', signingKey: 'no key' }).apiAuth(), 401), [undefined]);
});

test('that of settings', () => {
  const auth = new Config({ signingKey: KEY, apiBaseUrl: 'https://a.example/b' }).apiAuth();
  assert.deepEqual(call(auth, 200), [FIRST]);
  assert.ok(auth.maySendTo('https://a.example/c'));
  refused('malformed_url', () => new Config({ signingKey: KEY, apiBaseUrl: 'a' }).apiAuth());
});

test('one origin and no other', () => {
  const auth = new ApiAuth(keyring, `${ORIGIN}/some/path`);
  for (const url of [ORIGIN, `${ORIGIN}:443/v1?a#b`, 'HTTPS://API.INNGEST.COM/']) assert.ok(auth.maySendTo(url), url);
  const others = ['http://api.inngest.com', `${ORIGIN}:444`, `${ORIGIN}.example`, 'https://a@api.inngest.com', '/', ''];
  for (const url of others) assert.equal(auth.maySendTo(url), false, url);
});

test('misuse', () => {
  const auth = new ApiAuth(keyring, ORIGIN);
  refused('malformed_url', () => new ApiAuth(keyring, 'api.inngest.com'));
  const faults = [
    () => new ApiAuth(keyring),
    () => new ApiAuth(KEY, ORIGIN),
    () => new ApiAuth({}, ORIGIN),
    () => auth.authorization(),
    () => auth.authorization(65536),
    () => auth.authorization(-1),
    () => auth.after(auth.begin(), '200'),
    () => auth.after(auth.begin(), 65536),
    () => auth.after(undefined, 200),
    () => auth.maySendTo(new URL(ORIGIN)),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
});

test('nothing is shown of it', () => {
  assert.equal(inspect(new ApiAuth(keyring, ORIGIN)), 'ApiAuth {}');
});

test('the key of a token that is presented', () => {
  assert.equal(keyring.verifyToken(FIRST), 0);
  assert.equal(keyring.verifyToken(SECOND.replace('Bearer signkey-prod-', 'bearer ')), 1);
  refused('missing_token', () => keyring.verifyToken(undefined));
  refused('malformed_token', () => keyring.verifyToken(`Basic ${FIRST.slice(7)}`));
  // A signing key in place of its token.
  refused('token_mismatch', () => keyring.verifyToken(`Bearer ${KEY}`));
  refused('malformed_token', () => keyring.verifyToken([FIRST, FIRST]));
  refused('token_mismatch', () => keyring.verifyToken(`Bearer ${'0'.repeat(64)}`));
  const { message } = refused('invalid_argument', () => keyring.verifyToken(5));
  assert.match(message, /^authorization must be a string/);
});
