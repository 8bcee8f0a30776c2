// Canaries: no key text and no token may show up anywhere.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mock, test } from 'node:test';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { Admission, ApiAuth, Config, Endpoint, Keyring, SigningKey, Verifier } from 'signkey';
import { apiFetch } from 'signkey/fetch';
import { TestKit } from 'signkey/testing';
import { BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header } from './support.mjs';

const key = new SigningKey(KEY);
const keyring = new Keyring(KEY, OTHER_KEY);
const TOKEN_DIGITS = key.apiToken().slice(-64);
const EVENT_KEY = 'feedc0ffee-event-key-0123456789abcdef';
const config = new Config({ signingKey: KEY, eventKey: EVENT_KEY }, { INNGEST_SIGNING_KEY_FALLBACK: OTHER_KEY });
const endpoint = config.endpoint();
const apiAuth = config.apiAuth();
const app = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 3 };
const headers = { 'X-Inngest-Signature': header('') };
const admission = endpoint.admit('PUT', headers, new Uint8Array(), NOW);
const objects = {
  keyring,
  key,
  config,
  endpoint,
  apiAuth,
  admission,
  'refused admission': endpoint.admit('PUT', {}),
  registration: config.registration(app, admission),
  unverified: new Endpoint(keyring, { mode: 'dev' }).admit('PUT', {}, BODY).caller,
  verifier: new Verifier(keyring, header(BODY)),
  verified: keyring.verifyRequest(BODY, header(BODY), { now: NOW }),
};

/** Any six digits of a secret in a row, but for those at the front of the token, which are the id. */
function assertQuiet(text, from) {
  for (const secret of [DIGITS, OTHER_DIGITS, TOKEN_DIGITS.slice(12), EVENT_KEY]) {
    for (let at = 0; at + 6 <= secret.length; at += 1) {
      assert.ok(!text.toLowerCase().includes(secret.slice(at, at + 6)), `${from} shows a secret`);
    }
  }
}

const deep = { depth: Infinity, showHidden: true, getters: true, showProxy: true };

for (const [name, object] of Object.entries(objects)) {
  test(`a ${name} shows no secret`, () => {
    const shown = {
      inspect: inspect(object, deep),
      'inspect without its own method': inspect(object, { ...deep, customInspect: false }),
      'inspect in another object': inspect({ a: [object] }, deep),
      JSON: JSON.stringify(object),
      String: String(object),
      template: `${object}`,
      '%s %o %O %j %d': format('%s %o %O %j %d', object, object, object, object, object),
      keys: inspect(Reflect.ownKeys(object), deep),
      values: inspect(Object.values(object), deep),
      descriptors: inspect(Object.getOwnPropertyDescriptors(object), deep),
      spread: inspect({ ...object }, deep),
    };
    for (const [from, text] of Object.entries(shown)) assertQuiet(text, from);
  });

  test(`a ${name} becomes nothing by cloning`, () => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(object);
    const clones = [structuredClone(object), deserialize(serialize(object)), receiveMessageOnPort(port2).message];
    for (const clone of clones) {
      assert.deepEqual(Reflect.ownKeys(clone), []);
      assert.equal(Object.getPrototypeOf(clone), Object.prototype);
    }
    port1.close();
  });
}

test('what is shown says which key it is', () => {
  assert.equal(inspect(keyring), `Keyring { keyIds: [ '${keyring.keyIds[0]}', '${keyring.keyIds[1]}' ] }`);
  assert.equal(inspect(key), `SigningKey { id: '${key.id}' }`);
  assert.equal(
    JSON.stringify({ key, keyring }),
    JSON.stringify({ key: { id: key.id }, keyring: { keyIds: keyring.keyIds } }),
  );
  assert.equal(inspect([[[[keyring]]]]), '[ [ [ [Array] ] ] ]');
  assert.equal(inspect({ a: { b: { c: keyring } } }, { depth: 2 }), '{ a: { b: { c: [Keyring] } } }');
  assert.match(inspect(objects.verified), /^Verified \{\s+keyIndex: 0,/);
});

test('no error quotes what it was given', () => {
  const calls = [
    () => new SigningKey(`${KEY}!`),
    () => new SigningKey(`${KEY}0`),
    () => new SigningKey(`signkey-${DIGITS}`),
    () => new SigningKey(`signkey-${DIGITS}-`),
    () => new SigningKey(DIGITS.repeat(9)),
    () => new SigningKey(`Z${DIGITS}-_zzzzzzzzzzzzzzzzzzzzzzzzz`),
    () => new SigningKey([KEY]),
    () => new SigningKey({ [KEY]: KEY }),
    () => new Keyring(KEY, `${OTHER_KEY}!`),
    () => new Keyring({ KEY }),
    () => new Keyring(...Array(9).fill(KEY)),
    () => keyring.verifyRequest(KEY, KEY, KEY),
    () => keyring.verifyRequest(BODY, KEY),
    () => keyring.verifyRequest(BODY, header(BODY), KEY),
    () => keyring.verifyRequest(BODY, header(BODY), { [KEY]: KEY }),
    () => keyring.verifyRequest(BODY, header(BODY), { now: KEY }),
    () => keyring.verifyRequest(Buffer.from(KEY), header(BODY)),
    () => keyring.verifyParsed(KEY, header(BODY)),
    () => keyring.verifyParsed({ [KEY]: () => KEY }, header(BODY)),
    () => keyring.signRaw(BODY, { keyIndex: KEY }),
    () => key.signRequest(Buffer.from(`{"a": ${KEY}}`)),
    () => new Config({ [KEY]: KEY }),
    () => new Config({ mode: KEY }),
    () => new Config({ signingKey: [KEY] }),
    () => new Config({ signingKey: `${KEY}!` }).keyring,
    () => new Config({ apiBaseUrl: KEY }).apiOrigin,
    () => new Config({}, KEY),
    () => new Config({}, [KEY]),
    () => config.serveUrl(KEY),
    () => new Endpoint(KEY),
    () => new Endpoint(keyring, { mode: KEY }),
    () => new Endpoint(keyring, { unsignedMethods: ['signkey'] }),
    () => new Endpoint(new Error(KEY)),
    () => endpoint.admit(KEY, { 'X-Inngest-Signature': KEY }, BODY).caller,
    () => endpoint.admit(KEY, { [KEY]: 5 }, KEY),
    () => admission.response(KEY),
    () => admission.noBody(KEY),
    () => new ApiAuth(KEY, KEY),
    () => new ApiAuth(keyring, KEY),
    () => apiAuth.after(KEY, KEY),
    () => apiFetch(KEY),
    () => keyring.verifyToken(KEY),
    () => keyring.verifyToken(`Bearer ${KEY}`),
    () => config.introspect({ ...app, [KEY]: KEY }, admission),
    () => config.registration({ ...app, sdk: KEY }, admission),
    () => new Verifier(KEY, KEY),
    () => new Verifier(keyring, KEY),
  ];
  for (const call of calls) {
    assert.throws(call, (error) => {
      // A stack names the functions and files of this test, none of them secret.
      for (const text of [error.message, error.stack, inspect(error, deep), JSON.stringify(error)]) {
        assertQuiet(text, call.toString());
      }
      return true;
    });
  }
});

test('an error that nobody catches prints no secret', () => {
  const script = `import { Keyring } from 'signkey'; new Keyring(process.env.KEY).verifyRequest(Buffer.alloc(3), 't=1&s=0');`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, KEY },
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /SignkeyError: the signature header is malformed/);
  assertQuiet(stderr, 'stderr');
});

test('the copies that are made of key texts are cleared', () => {
  const copies = [];
  const { encode } = TextEncoder.prototype;
  TextEncoder.prototype.encode = function (text) {
    const copy = encode.call(this, text);
    copies.push(copy);
    return copy;
  };
  try {
    new Keyring(KEY, OTHER_KEY);
    assert.throws(() => new SigningKey(`${KEY}!`));
    assert.throws(() => new Keyring(KEY, 5));
    new Config({ signingKey: KEY }, { INNGEST_EVENT_KEY: EVENT_KEY });
    assert.throws(() => new Config({ signingKey: KEY }, { INNGEST_EVENT_KEY: 5 }));
  } finally {
    TextEncoder.prototype.encode = encode;
  }
  assert.equal(copies.length, 7);
  for (const copy of copies) assert.ok(copy.length > 0 && copy.every((byte) => byte === 0));
});

test('the key of the test kit is public, and the kit shows it no more than others', () => {
  assert.doesNotMatch(inspect(new TestKit(), deep), /0001020304/);
});

test('the classes can be mocked, as test libraries do it, and put back', () => {
  for (const object of Object.values(objects)) {
    const prototype = Object.getPrototypeOf(object);
    assert.ok(!Object.isFrozen(prototype));
    for (const name of Object.getOwnPropertyNames(prototype)) {
      assert.ok(Object.getOwnPropertyDescriptor(prototype, name).configurable, name);
    }
  }
  const spy = mock.method(Keyring.prototype, 'verifyRequest', () => 'mocked');
  assert.equal(keyring.verifyRequest(BODY, 'no signature'), 'mocked');
  assert.deepEqual(spy.mock.calls[0].arguments, [BODY, 'no signature']);
  spy.mock.restore();
  assert.throws(() => keyring.verifyRequest(BODY, 'no signature'), { code: 'malformed_signature' });
  const verified = mock.getter(Admission.prototype, 'verified', () => undefined);
  assert.equal(admission.verified, undefined);
  verified.mock.restore();
  assert.ok(admission.verified);
});
