import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Admission, Config, Endpoint, Keyring, SigningKey, SignkeyError, Unverified, Verified } from 'signkey';
import { BODY, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused } from './support.mjs';

const keyring = new Keyring(KEY, OTHER_KEY);
const cloud = new Endpoint(keyring);
const NAME = 'X-Inngest-Signature';
const post = { method: 'POST', headers: { [NAME]: header(BODY, { digits: OTHER_DIGITS }) }, body: BODY, now: NOW };

/** Who sent a request of which all is in hand. */
function callerOf(endpoint, change) {
  const { method, headers, body, now } = { ...post, ...change };
  return endpoint.admit(method, headers, body, now).caller;
}

test('a signed request is verified, with the times as the clock is given', () => {
  const verified = callerOf(cloud, { now: NOW + 5 });
  assert.ok(verified instanceof Verified);
  assert.deepEqual(verified.toJSON(), {
    keyIndex: 1,
    keyId: keyring.keyIds[1],
    form: 'raw',
    timestamp: NOW,
    ageSeconds: 5,
  });
  const exact = callerOf(cloud, { now: BigInt(NOW) + 5n });
  assert.deepEqual([exact.timestamp, exact.ageSeconds], [BigInt(NOW), 5n]);
  refused('expired', () => callerOf(cloud, { now: undefined }));
});

test('times that are too large for one number are exact as bigints and rounded as numbers', () => {
  const t = 9_999_999_999_999_999_999n;
  const endpoint = new Endpoint(keyring, { past: 2n ** 64n - 1n, future: 2n ** 64n - 1n });
  const headers = { [NAME]: header(BODY, { t }) };
  const { timestamp, ageSeconds } = callerOf(endpoint, { headers, now: 5n });
  assert.deepEqual([timestamp, ageSeconds], [t, -(2n ** 63n - 1n)]);
  assert.equal(callerOf(endpoint, { headers, now: 5 }).timestamp, Number(t));
  assert.equal(callerOf(endpoint, { headers: { [NAME]: header(BODY) }, now: NOW + 4000 }).ageSeconds, 4000);
});

test('an unsigned request is refused, or let through as another type', () => {
  refused('missing_signature', () => callerOf(cloud, { headers: {} }));
  const gets = new Endpoint(keyring, { unsignedMethods: ['GET'], unsignedSync: true });
  const callers = {
    unsigned_method: callerOf(gets, { method: 'GET', headers: {} }),
    unsigned_sync: callerOf(gets, { method: 'PUT', headers: {} }),
    dev: callerOf(new Endpoint(keyring, { mode: 'dev' }), { headers: {} }),
    dev_without_key: callerOf(new Endpoint(null, { mode: 'dev' })),
  };
  for (const [reason, caller] of Object.entries(callers)) {
    assert.ok(caller instanceof Unverified && !(caller instanceof Verified));
    assert.equal(caller.reason, reason);
    assert.deepEqual([caller.verified, caller.keyId, caller.timestamp], Array(3).fill(undefined));
    assert.equal(JSON.stringify(caller), `{"reason":"${reason}"}`);
    assert.equal(inspect(caller), `Unverified { reason: '${reason}' }`);
    assert.ok(Object.isFrozen(caller));
  }
  // Byte for byte: a method that the server does not know is not one that may be unsigned.
  refused('missing_signature', () => callerOf(gets, { method: 'get', headers: {} }));
  refused('missing_signature', () => callerOf(gets, { headers: {} }));
  for (const Class of [Unverified, Admission]) assert.throws(() => new Class(Symbol(), 'dev'), TypeError);
});

test('an unsigned method in lower case is an error when it is set', () => {
  for (const method of ['get', 'Get', '', 'G T']) {
    const { setting } = refused('invalid_argument', () => new Endpoint(keyring, { unsignedMethods: [method] }));
    assert.equal(setting, 'unsigned_methods');
    refused('invalid_argument', () => new Config({ signingKey: KEY }).endpoint({ unsignedMethods: ['PUT', method] }));
  }
});

test('a signature that is there is verified, whatever else is allowed', () => {
  const dev = new Endpoint(keyring, { mode: 'dev', unsignedMethods: ['POST'] });
  assert.ok(callerOf(dev) instanceof Verified);
  refused('signature_mismatch', () => callerOf(dev, { body: Buffer.from('{}') }));
  refused('malformed_signature', () => callerOf(dev, { headers: { [NAME]: '' } }));
});

test('the error of the keys is that of the requests, and in dev mode only where a key is needed', () => {
  const error = refused('non_hex_key', () => new Keyring('signkey-test-12!4'));
  const endpoints = (keys) => ['cloud', 'dev'].map((mode) => new Endpoint(keys, { mode }));
  const [wrongCloud, wrongDev] = endpoints(error);
  for (const headers of [{}, post.headers]) {
    const { position, message } = refused('non_hex_key', () => callerOf(wrongCloud, { headers }));
    assert.deepEqual([position, message], [16, error.message]);
  }
  refused('non_hex_key', () => callerOf(wrongDev));
  assert.equal(callerOf(wrongDev, { headers: {} }).reason, 'dev');
  for (const none of [null, undefined, new SignkeyError('missing_signing_key')]) {
    const [noneCloud, noneDev] = endpoints(none);
    refused('missing_signing_key', () => callerOf(noneCloud));
    assert.equal(callerOf(noneDev).reason, 'dev_without_key');
  }
});

test('an endpoint of settings has their mode, their keys and their opt-ins', () => {
  const config = new Config({}, { INNGEST_SIGNING_KEY: KEY, INNGEST_ENABLE_UNAUTHED_SYNC: '1' });
  const endpoint = config.endpoint({ unsignedMethods: ['GET'], past: 10 });
  assert.deepEqual([endpoint.mode, endpoint.toJSON().keyIds], ['cloud', config.keyring.keyIds]);
  assert.equal(callerOf(endpoint, { method: 'PUT', headers: {} }).reason, 'unsigned_sync');
  assert.equal(callerOf(endpoint, { method: 'GET', headers: {} }).reason, 'unsigned_method');
  const headers = { [NAME]: header(BODY) };
  assert.equal(callerOf(endpoint, { headers, now: NOW + 10 }).keyId, config.keyring.keyIds[0]);
  refused('expired', () => callerOf(endpoint, { headers, now: NOW + 11 }));
  refused('missing_signature', () => callerOf(new Config({ signingKey: KEY }).endpoint(), { headers: {} }));
  refused('missing_signing_key', () => callerOf(new Config().endpoint()));
  assert.equal(callerOf(new Config({ mode: 'dev' }).endpoint()).reason, 'dev_without_key');
  refused('invalid_argument', () => config.endpoint({ mode: 'dev' }));
  refused('invalid_argument', () => config.endpoint(5));
});

test('a switch that says nothing known refuses every request, and says which one it is', () => {
  for (const name of ['INNGEST_DEV', 'INNGEST_ENABLE_UNAUTHED_SYNC', 'INNGEST_ALLOW_IN_BAND_SYNC']) {
    const config = new Config({ signingKey: KEY }, { [name]: 'perhaps' });
    for (const headers of [{}, { [NAME]: header(BODY) }]) {
      const error = refused('invalid_setting', () => callerOf(config.endpoint(), { headers }));
      assert.deepEqual([error.setting, error.httpStatus], [name, 500]);
      assert.doesNotMatch(JSON.stringify(error), new RegExp(name));
    }
  }
});

test('headers are found in all their forms, in any case', () => {
  const value = header(BODY);
  const forms = {
    object: { 'x-InnGest-signature': value },
    'object of arrays': { host: ['a'], 'x-inngest-signature': [value] },
    'absent ones': { 'x-inngest-signature': value, host: undefined },
    Headers: new Headers({ Host: 'a', [NAME]: value }),
    pairs: [
      ['Host', 'a'],
      [NAME, value],
    ],
    Map: new Map([[NAME, value]]),
    raw: ['Host', 'a', NAME, value],
    generator: (function* () {
      yield [NAME, value];
    })(),
  };
  for (const [name, headers] of Object.entries(forms)) assert.ok(callerOf(cloud, { headers }), name);
  const twice = {
    'object of arrays': { [NAME]: [value, value] },
    'two cases': { [NAME]: value, [NAME.toLowerCase()]: value },
    Headers: new Headers([
      [NAME, value],
      [NAME, value],
    ]),
    pairs: Array(2).fill([NAME, value]),
    raw: [NAME, value, NAME, value],
  };
  for (const headers of Object.values(twice)) {
    refused('malformed_signature', () => callerOf(cloud, { headers }));
  }
  const wrong = [undefined, null, 'text', 5, [NAME], [[NAME]], [[]], [5], [[5, 5]], [NAME, value, 5, 5]];
  for (const headers of wrong) refused('invalid_argument', () => callerOf(cloud, { headers }));
});

test('values of headers that do not matter may be of any type', () => {
  const value = header(BODY);
  const odd = { a: 5, b: null, c: [5, null], d: Symbol('d'), e: () => 5, f: new Date(), [NAME]: value };
  assert.ok(callerOf(cloud, { headers: odd }));
  assert.ok(callerOf(cloud, { headers: Object.entries(odd) }));
  assert.ok(callerOf(cloud, { headers: Object.entries(odd).flat() }));
  for (const length of [BODY.length, BigInt(BODY.length), String(BODY.length)]) {
    assert.ok(callerOf(cloud, { headers: { [NAME]: value, 'Content-Length': length } }));
  }
  refused('body_unavailable', () => callerOf(cloud, { headers: { [NAME]: value, 'Content-Length': BODY.length + 1 } }));
  for (const nonsense of [5, null, {}, [], true]) {
    const code = Array.isArray(nonsense) ? 'missing_signature' : 'malformed_signature';
    refused(code, () => callerOf(cloud, { headers: { [NAME]: nonsense } }));
  }
});

test('a value that is far too long is not read as a shorter one', () => {
  const zeros = '0'.repeat(200);
  const headers = { [NAME]: header(BODY), 'Content-Length': `${zeros}${BODY.length}` };
  assert.ok(callerOf(cloud, { headers }));
  refused('malformed_signature', () => callerOf(cloud, { headers: { [NAME]: `${header(BODY)}${zeros}` } }));
  const long = new Endpoint(keyring, { unsignedMethods: ['X'.repeat(92)] });
  refused('missing_signature', () => callerOf(long, { headers: {}, method: 'X'.repeat(93) }));
});

test('what headers say against the mode is worth a warning, and nothing else', () => {
  const kind = (value) => ({ 'X-Inngest-Server-Kind': value });
  const dev = new Endpoint(null, { mode: 'dev' });
  assert.deepEqual(cloud.admit('POST', kind('dev')).warning, {
    code: 'dev_server_in_cloud_mode',
    message: 'the request says that it is from a development server, but the app is in cloud mode',
  });
  assert.equal(dev.admit('POST', kind('cloud')).warning.code, 'cloud_server_in_dev_mode');
  for (const [endpoint, headers] of [
    [cloud, kind('cloud')],
    [cloud, {}],
    [dev, new Headers(kind('dev'))],
  ]) {
    assert.equal(endpoint.admit('POST', headers).warning, undefined);
  }
  refused('missing_signature', () => callerOf(cloud, { headers: kind('dev') }));
});

test('misuse is refused', () => {
  const endpoint =
    (options, keys = keyring) =>
    () =>
      new Endpoint(keys, options);
  const faults = [
    endpoint(null),
    endpoint({ mode: 'Cloud' }),
    endpoint({ unsignedMethods: 'GET' }),
    endpoint({ unsignedMethods: [5] }),
    endpoint({ unsignedSync: 'false' }),
    endpoint({ signResponses: 1 }),
    endpoint({ past: -1 }),
    endpoint({ maxBodySize: 1.5 }),
    endpoint({ maxJsonSize: '1' }),
    endpoint({ maxResponseSize: -1n }),
    endpoint({ tolerance: 5 }),
    endpoint({}, KEY),
    endpoint({}, new SigningKey(KEY)),
    endpoint({}, new Error('text')),
    () => cloud.admit(),
    () => callerOf(cloud, { method: 5 }),
    () => callerOf(cloud, { body: '{}' }),
    () => callerOf(cloud, { headers: {}, body: '{}' }),
    () => callerOf(cloud, { now: 1.5 }),
    () => cloud.refuse(new Error('text')),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
});

test('an endpoint shows its mode and the ids of its keys', () => {
  const ids = keyring.keyIds.map((id) => `'${id}'`).join(', ');
  assert.equal(inspect(cloud, { breakLength: Infinity }), `Endpoint { mode: 'cloud', keyIds: [ ${ids} ] }`);
  assert.equal(JSON.stringify(new Endpoint(null, { mode: 'dev' })), '{"mode":"dev","keyIds":[]}');
});
