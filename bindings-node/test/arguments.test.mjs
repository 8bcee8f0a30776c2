// Every kind of JavaScript value in every position: it is taken as documented, or refused with an error of signkey.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiAuth,
  Config,
  Endpoint,
  Keyring,
  SigningKey,
  SignkeyError,
  Verifier,
  canonicalForm,
  canonicalize,
} from 'signkey';
import { TestKit } from 'signkey/testing';
import { BODY, KEY, NOW, header, refused } from './support.mjs';

class Options {
  now = NOW;
}

const values = {
  undefined,
  null: null,
  true: true,
  false: false,
  zero: 0,
  one: 1,
  'minus one': -1,
  fraction: 1.5,
  NaN: NaN,
  infinity: Infinity,
  'unsafe integer': 2 ** 53,
  bigint: 5n,
  'negative bigint': -1n,
  'huge bigint': 2n ** 64n,
  'empty string': '',
  string: 'text',
  symbol: Symbol('text'),
  function: () => NOW,
  class: Options,
  'empty array': [],
  'array of numbers': [1],
  'array of strings': ['text'],
  'empty object': {},
  'object without prototype': Object.create(null),
  'class instance': new Options(),
  date: new Date(NOW * 1000),
  'regular expression': /text/,
  map: new Map([['now', NOW]]),
  set: new Set(),
  promise: Promise.resolve(NOW),
  error: new Error('text'),
  proxy: new Proxy(new Uint8Array(1), {}),
  'boxed string': new String('text'),
  'Uint8Array lookalike': Object.create(Uint8Array.prototype),
  buffer: Buffer.from('text'),
  Uint8Array: new Uint8Array(2),
  Uint8ClampedArray: new Uint8ClampedArray(2),
  Uint16Array: new Uint16Array(2),
  Float64Array: new Float64Array(2),
  DataView: new DataView(new ArrayBuffer(2)),
  ArrayBuffer: new ArrayBuffer(2),
  SharedArrayBuffer: new SharedArrayBuffer(2),
  'shared Uint8Array': new Uint8Array(new SharedArrayBuffer(2)),
};

const BYTES = ['buffer', 'Uint8Array', 'ArrayBuffer'];
const HEADERS = ['undefined', 'null', 'empty string', 'string', 'empty array', 'array of strings'];
const KEYS = ['undefined', 'null', 'empty string', 'string', 'buffer', 'Uint8Array'];
const COUNTS = ['undefined', 'zero', 'one', 'bigint'];
const SIZES = COUNTS;
const PARSED = ['empty array', 'array of numbers', 'array of strings', 'empty object', 'object without prototype'];
const OPTIONS = ['undefined', 'empty object', 'object without prototype'];

const keyring = new Keyring(KEY);
const key = new SigningKey(KEY);
const good = header(BODY);
const now = { now: NOW };

const endpoint = new Endpoint(keyring);
const apiAuth = new ApiAuth(keyring, 'https://a.example');
const headers = { 'x-inngest-signature': good };
const app = { id: 'a', sdk: 'a:v1', language: 'js', framework: 'a', functions: 1 };
const config = new Config({ signingKey: KEY });
const HEADER_LISTS = ['empty array', 'empty object', 'object without prototype', 'map', 'set'];
const VARIABLES = ['undefined', 'empty object', 'object without prototype'];

const positions = {
  'Keyring(primary)': [KEYS, (value) => new Keyring(value)],
  'Keyring(, fallback)': [KEYS, (value) => new Keyring(KEY, value)],
  'SigningKey(text)': [['empty string', 'string', 'buffer', 'Uint8Array'], (value) => new SigningKey(value)],
  'verifyRequest(body)': [BYTES, (value) => keyring.verifyRequest(value, good, now)],
  'verifyRequest(, header)': [HEADERS, (value) => keyring.verifyRequest(BODY, value, now)],
  'verifyRequest(,, options)': [OPTIONS, (value) => keyring.verifyRequest(BODY, good, value)],
  'verifyRequest now': [COUNTS, (value) => keyring.verifyRequest(BODY, good, { now: value })],
  'verifyRequest past': [COUNTS, (value) => keyring.verifyRequest(BODY, good, { now: NOW, past: value })],
  'verifyRequest future': [COUNTS, (value) => keyring.verifyRequest(BODY, good, { now: NOW, future: value })],
  'verifyRequest maxJsonSize': [SIZES, (value) => keyring.verifyRequest(BODY, good, { now: NOW, maxJsonSize: value })],
  'verifyResponse(body)': [BYTES, (value) => keyring.verifyResponse(value, good, now)],
  'verifyResponse(, header)': [HEADERS, (value) => keyring.verifyResponse(BODY, value, now)],
  'verifyResponse(,, options)': [OPTIONS, (value) => keyring.verifyResponse(BODY, good, value)],
  'verifyResponse now': [COUNTS, (value) => keyring.verifyResponse(BODY, good, { now: value })],
  'verifyParsed(object)': [PARSED, (value) => keyring.verifyParsed(value, good, now)],
  'verifyParsed(, header)': [HEADERS, (value) => keyring.verifyParsed({}, value, now)],
  'verifyParsed(,, options)': [OPTIONS, (value) => keyring.verifyParsed({}, good, value)],
  'signRequest(body)': [BYTES, (value) => keyring.signRequest(value)],
  'signRaw(body)': [BYTES, (value) => keyring.signRaw(value)],
  'signResponse(body)': [BYTES, (value) => keyring.signResponse(value)],
  'signRaw(, options)': [OPTIONS, (value) => keyring.signRaw(BODY, value)],
  'signRaw timestamp': [COUNTS, (value) => keyring.signRaw(BODY, { timestamp: value })],
  'signRaw keyIndex': [['undefined', 'zero'], (value) => keyring.signRaw(BODY, { keyIndex: value })],
  'SigningKey.signRequest(body)': [BYTES, (value) => key.signRequest(value)],
  'SigningKey.signRaw(body)': [BYTES, (value) => key.signRaw(value)],
  'SigningKey.signResponse(body)': [BYTES, (value) => key.signResponse(value)],
  'SigningKey.signRaw(, options)': [OPTIONS, (value) => key.signRaw(BODY, value)],
  'Verifier(keyring)': [[], (value) => new Verifier(value, good)],
  'Verifier(, header)': [HEADERS, (value) => new Verifier(keyring, value)],
  'update(chunk)': [BYTES, (value) => new Verifier(keyring, good).update(value)],
  'finish(options)': [OPTIONS, (value) => new Verifier(keyring, good).finish(value)],
  'canonicalize(json)': [BYTES, (value) => canonicalize(value)],
  'canonicalForm(json)': [BYTES, (value) => canonicalForm(value)],
  'canonicalize(, options)': [OPTIONS, (value) => canonicalize(BODY, value)],
  'canonicalize maxJsonSize': [SIZES, (value) => canonicalize(BODY, { maxJsonSize: value })],
  'verifyToken(authorization)': [HEADERS, (value) => keyring.verifyToken(value)],
  'Config(options)': [OPTIONS, (value) => new Config(value)],
  'Config(, variables)': [VARIABLES, (value) => new Config({}, value)],
  'Config environment': [['undefined', 'empty string', 'string'], (value) => new Config({ environment: value })],
  'Config INNGEST_ENV': [['undefined', 'empty string', 'string'], (value) => new Config({}, { INNGEST_ENV: value })],
  'serveUrl(url)': [['empty string', 'string'], (value) => new Config().serveUrl(value)],
  'Endpoint(keyring)': [['undefined', 'null'], (value) => new Endpoint(value)],
  'Endpoint(, options)': [OPTIONS, (value) => new Endpoint(keyring, value)],
  'Endpoint unsignedMethods': [
    ['undefined', 'empty array'],
    (value) => new Endpoint(keyring, { unsignedMethods: value }),
  ],
  'Endpoint maxBodySize': [COUNTS, (value) => new Endpoint(keyring, { maxBodySize: value })],
  'Endpoint signResponses': [
    ['undefined', 'true', 'false'],
    (value) => new Endpoint(keyring, { signResponses: value }),
  ],
  'admit(method)': [['empty string', 'string'], (value) => endpoint.admit(value, headers, BODY, NOW)],
  'admit(, headers)': [HEADER_LISTS, (value) => endpoint.admit('POST', value, BODY, NOW)],
  'admit(,, body)': [['undefined', ...BYTES], (value) => endpoint.admit('POST', headers, value, NOW)],
  'admit(,,, now)': [COUNTS, (value) => endpoint.admit('POST', headers, BODY, value)],
  'receive(body)': [BYTES, (value) => endpoint.admit('POST', headers).receive(value, 'ended', NOW)],
  'receive(, framing)': [
    ['zero', 'one', 'bigint'],
    (value) => endpoint.admit('POST', headers).receive(BODY, value, NOW),
  ],
  'receive(,, now)': [COUNTS, (value) => endpoint.admit('POST', headers).receive(BODY, 'ended', value)],
  'noBody(why)': [[], (value) => endpoint.admit('POST', headers).noBody(value)],
  'response(status)': [['zero', 'one'], (value) => endpoint.admit('POST', headers).response(value)],
  'response(, contentType)': [
    ['undefined', 'null', 'empty string', 'string'],
    (value) => endpoint.admit('POST', headers).response(200, value),
  ],
  'sign(body)': [BYTES, (value) => endpoint.admit('POST', headers, BODY, NOW).sign(value, NOW)],
  'sign(, timestamp)': [COUNTS, (value) => endpoint.admit('POST', headers, BODY, NOW).sign(BODY, value)],
  'registration(app)': [[], (value) => config.registration(value, endpoint.admit('PUT', headers, BODY, NOW))],
  'registration(, admission)': [[], (value) => config.registration(app, value)],
  'registration(,, query)': [
    ['undefined', 'empty string', 'string'],
    (value) => config.registration(app, endpoint.admit('PUT', headers, BODY, NOW), value),
  ],
  'introspect(, admission)': [[], (value) => config.introspect(app, value)],
  'ApiAuth(keyring)': [['undefined', 'null'], (value) => new ApiAuth(value, 'https://a.example')],
  'ApiAuth(, origin)': [['empty string', 'string'], (value) => new ApiAuth(keyring, value)],
  'authorization(attempt)': [['zero', 'one'], (value) => apiAuth.authorization(value)],
  'after(, status)': [['zero', 'one'], (value) => apiAuth.after(apiAuth.begin(), value)],
  'maySendTo(url)': [['empty string', 'string'], (value) => apiAuth.maySendTo(value)],
  'TestKit(options)': [OPTIONS, (value) => new TestKit(value)],
};

/** The code of the error that the call throws, if it throws one. */
function codeOf(call) {
  try {
    call();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof SignkeyError, `${error?.stack}`);
    return error.code;
  }
}

for (const [position, [taken, call]] of Object.entries(positions)) {
  test(position, () => {
    assert.deepEqual(
      taken.filter((name) => !(name in values)),
      [],
    );
    for (const [name, value] of Object.entries(values)) {
      const isMisuse = codeOf(() => call(value)) === 'invalid_argument';
      assert.equal(isMisuse, !taken.includes(name), name);
    }
  });
}

test('a body that is a string is refused with the reason and a remedy', () => {
  const { message } = refused('invalid_argument', () => keyring.verifyRequest(BODY.toString(), good, now));
  assert.match(message, /not a string: a signature covers bytes.*express\.raw\(\)/);
});

test('messages name the type of what was passed', () => {
  const message = (value) => refused('invalid_argument', () => keyring.verifyRequest(value, good, now)).message;
  assert.match(message({ event: 1 }), /not an object: pass the body as received, or a parsed one to verifyParsed/);
  assert.match(message(new DataView(new ArrayBuffer(1))), /not a DataView: wrap its bytes with new Uint8Array\(/);
  assert.match(message(new Uint8Array(new SharedArrayBuffer(1))), /shared memory: copy it first/);
  assert.match(message(undefined), /not undefined$/);
  const many = refused('invalid_argument', () => new Keyring([KEY, KEY]));
  assert.match(many.message, /not an array; pass several keys as several arguments/);
});

test('options that would be ignored are refused', () => {
  for (const name of ['tolerance', 'Now', 'maxBodySize']) {
    refused('invalid_argument', () => keyring.verifyRequest(BODY, good, { [name]: 1 }));
  }
  refused('invalid_argument', () => keyring.verifyResponse(BODY, good, { maxJsonSize: 1 }));
  refused('invalid_argument', () => key.signRaw(BODY, { keyIndex: 0 }));
});

test('methods do not work on other objects', () => {
  assert.throws(() => Keyring.prototype.verifyRequest.call({}, BODY, good), TypeError);
  assert.throws(() => new Verifier(Object.create(Keyring.prototype), good), TypeError);
});

test('a body whose memory is gone does not pass for an empty one', () => {
  const empty = { ...headers, 'x-inngest-signature': header('') };
  const calls = [
    (body) => keyring.verifyRequest(body, header(''), now),
    (body) => keyring.verifyResponse(body, header(''), now),
    (body) => endpoint.admit('POST', empty, body, NOW),
    (body) => endpoint.admit('POST', empty).receive(body, 'ended', NOW),
    (body) => keyring.signRaw(body),
    (body) => new Verifier(keyring, header('')).update(body),
  ];
  const transferred = Uint8Array.from(BODY);
  const { buffer } = transferred;
  structuredClone(buffer, { transfer: [buffer] });
  const resizable = new ArrayBuffer(8, { maxByteLength: 8 });
  const left = [new Uint8Array(resizable, 4, 4), new Uint8Array(resizable, 6), Buffer.from(resizable, 4, 4)];
  resizable.resize(2);
  for (const call of calls) {
    for (const gone of [transferred, buffer, ...left]) {
      assert.match(refused('invalid_argument', () => call(gone)).message, /memory of \w+ is gone: .*detached.*resized/);
    }
    for (const empty of [new Uint8Array(), new Uint8Array(resizable, 2), new Uint8Array(resizable, 1, 0)]) call(empty);
  }
});
