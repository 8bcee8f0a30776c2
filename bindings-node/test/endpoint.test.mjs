import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Config, Endpoint, Keyring, SigningKey, SignkeyError, Unverified, Verified } from 'signkey';
import { BODY, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused } from './support.mjs';

const keyring = new Keyring(KEY, OTHER_KEY);
const cloud = new Endpoint(keyring, { mode: 'cloud' });
const NAME = 'X-Inngest-Signature';
const post = { method: 'POST', headers: { [NAME]: header(BODY, { digits: OTHER_DIGITS }) }, body: BODY };
const at = { now: NOW };
const authenticate = (endpoint, change) => endpoint.authenticate({ ...post, ...change }, at);

test('a signed request is verified, with the times as the clock is given', () => {
  const verified = cloud.authenticate(post, { now: NOW + 5 });
  assert.ok(verified instanceof Verified);
  assert.deepEqual(verified.toJSON(), {
    keyIndex: 1,
    keyId: keyring.keyIds[1],
    form: 'raw',
    timestamp: NOW,
    ageSeconds: 5,
  });
  assert.equal(cloud.authenticate(post, { now: BigInt(NOW) }).timestamp, BigInt(NOW));
  refused('expired', () => cloud.authenticate(post));
});

test('an unsigned request is refused, or let through as another type', () => {
  refused('missing_signature', () => authenticate(cloud, { headers: {} }));
  const gets = new Endpoint(keyring, { mode: 'cloud', unsignedMethods: ['GET'], unsignedSync: true });
  const verdicts = {
    unsigned_method: authenticate(gets, { method: 'GET', headers: {} }),
    unsigned_sync: authenticate(gets, { method: 'PUT', headers: {} }),
    dev: authenticate(new Endpoint(keyring, { mode: 'dev' }), { headers: {} }),
    dev_without_key: authenticate(new Endpoint(null, { mode: 'dev' })),
  };
  for (const [reason, verdict] of Object.entries(verdicts)) {
    assert.ok(verdict instanceof Unverified && !(verdict instanceof Verified));
    assert.equal(verdict.reason, reason);
    assert.deepEqual([verdict.verified, verdict.keyId, verdict.timestamp], Array(3).fill(undefined));
    assert.equal(JSON.stringify(verdict), `{"reason":"${reason}"}`);
    assert.equal(inspect(verdict), `Unverified { reason: '${reason}' }`);
    assert.ok(Object.isFrozen(verdict) && Object.isFrozen(Unverified.prototype));
  }
  // Byte for byte: a method that the server does not know is not one that may be unsigned.
  refused('missing_signature', () => authenticate(gets, { method: 'get', headers: {} }));
  refused('missing_signature', () => authenticate(gets, { headers: {} }));
  assert.throws(() => new Unverified(Symbol(), 'dev'), TypeError);
});

test('a signature that is there is verified, whatever else is allowed', () => {
  const dev = new Endpoint(keyring, { mode: 'dev', unsignedMethods: ['POST'] });
  assert.ok(authenticate(dev) instanceof Verified);
  refused('signature_mismatch', () => authenticate(dev, { body: Buffer.from('{}') }));
  refused('malformed_signature', () => authenticate(dev, { headers: { [NAME]: '' } }));
});

test('the error of the keys is that of the requests, and in dev mode only where a key is needed', () => {
  const error = refused('non_hex_key', () => new Keyring('signkey-test-12!4'));
  const endpoints = (keys) => ['cloud', 'dev'].map((mode) => new Endpoint(keys, { mode }));
  const [wrongCloud, wrongDev] = endpoints(error);
  for (const headers of [{}, post.headers]) {
    const { position, message } = refused('non_hex_key', () => authenticate(wrongCloud, { headers }));
    assert.deepEqual([position, message], [16, error.message]);
  }
  refused('non_hex_key', () => authenticate(wrongDev));
  assert.equal(authenticate(wrongDev, { headers: {} }).reason, 'dev');
  for (const none of [null, undefined, new SignkeyError('missing_signing_key')]) {
    const [noneCloud, noneDev] = endpoints(none);
    refused('missing_signing_key', () => authenticate(noneCloud));
    assert.equal(authenticate(noneDev).reason, 'dev_without_key');
  }
});

test('an endpoint of settings', () => {
  const variables = { INNGEST_SIGNING_KEY: KEY, INNGEST_ENABLE_UNAUTHED_SYNC: '1' };
  const config = new Config({}, variables);
  const endpoint = config.endpoint({ unsignedMethods: ['GET'], past: 10 });
  assert.equal(endpoint.mode, 'cloud');
  assert.equal(authenticate(endpoint, { method: 'PUT', headers: {} }).reason, 'unsigned_sync');
  assert.equal(authenticate(endpoint, { method: 'GET', headers: {} }).reason, 'unsigned_method');
  const headers = { [NAME]: header(BODY) };
  assert.equal(endpoint.authenticate({ ...post, headers }, { now: NOW + 10 }).keyId, config.keyring.keyIds[0]);
  refused('expired', () => endpoint.authenticate({ ...post, headers }, { now: NOW + 11 }));
  refused('missing_signature', () => authenticate(new Config({ signingKey: KEY }).endpoint(), { headers: {} }));
  refused('missing_signing_key', () => authenticate(new Config().endpoint()));
  assert.equal(authenticate(new Config({ mode: 'dev' }).endpoint()).reason, 'dev_without_key');
  refused('invalid_argument', () => config.endpoint({ mode: 'dev' }));
  refused('invalid_argument', () => config.endpoint(5));
});

test('headers in all their forms, with any case', () => {
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
  for (const [name, headers] of Object.entries(forms)) assert.ok(authenticate(cloud, { headers }), name);
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
    refused('malformed_signature', () => authenticate(cloud, { headers }));
  }
  const wrong = [
    undefined,
    null,
    'text',
    5,
    { a: 5 },
    { a: null },
    { a: [5] },
    [NAME],
    [[NAME]],
    [[NAME, 5]],
    [[]],
    [5],
  ];
  for (const headers of wrong) refused('invalid_argument', () => authenticate(cloud, { headers }));
});

test('every header that the core looks at gets there', () => {
  const read = (file) => readFileSync(new URL(`../../core/src/${file}`, import.meta.url), 'utf8');
  const uses = [...read('request_headers.rs').matchAll(/is\(name, ([\w:]+)\)/g)].map(([, name]) => name);
  const sources = read('request_headers.rs') + read('header.rs');
  const names = uses.map((use) => new RegExp(`const ${use.split('::').pop()}: &.*str = "(.*)"`).exec(sources)[1]);
  assert.equal(names.length, 3);
  for (const name of names) assert.match(name, /^x-inngest-/i);
});

test('what headers say against the mode is worth a warning, and nothing else', () => {
  const kind = (value) => ({ 'X-Inngest-Server-Kind': value });
  const dev = new Endpoint(null, { mode: 'dev' });
  assert.deepEqual(cloud.warning(kind('dev')), {
    code: 'dev_server_in_cloud_mode',
    message: 'the request says that it is from a development server, but the app is in cloud mode',
  });
  assert.equal(dev.warning(kind('cloud')).code, 'cloud_server_in_dev_mode');
  for (const quiet of [cloud.warning(kind('cloud')), cloud.warning({}), dev.warning(new Headers(kind('dev')))]) {
    assert.equal(quiet, undefined);
  }
  refused('missing_signature', () => authenticate(cloud, { headers: kind('dev') }));
});

test('before the body is read', () => {
  const unread = (endpoint, change) => {
    const { method, headers } = { ...post, ...change };
    return endpoint.authenticateUnread({ method, headers });
  };
  const dev = new Endpoint(keyring, { mode: 'dev' });
  for (const endpoint of [cloud, dev]) {
    assert.equal(unread(endpoint), undefined);
    assert.equal(unread(endpoint, { headers: { [NAME]: header('') } }), undefined);
    assert.equal(unread(endpoint, { headers: { [NAME]: header('', { t: 1 }) } }), undefined);
    assert.equal(unread(endpoint, { headers: { [NAME]: header('', { t: 2e9 }) } }), undefined);
    refused('malformed_signature', () => unread(endpoint, { headers: { [NAME]: 't=1' } }));
  }
  refused('missing_signature', () => unread(cloud, { headers: {} }));
  refused('missing_signing_key', () => unread(new Endpoint(null, { mode: 'cloud' })));
  assert.equal(unread(dev, { headers: {} }).reason, 'dev');
  assert.equal(unread(new Endpoint(null, { mode: 'dev' }), { headers: { [NAME]: 't=1' } }).reason, 'dev_without_key');
});

test('misuse', () => {
  const endpoint =
    (options, keys = keyring) =>
    () =>
      new Endpoint(keys, options);
  const faults = [
    endpoint(undefined),
    endpoint({}),
    endpoint({ mode: 'Cloud' }),
    endpoint({ mode: 'cloud', unsignedMethods: 'GET' }),
    endpoint({ mode: 'cloud', unsignedMethods: [5] }),
    endpoint({ mode: 'cloud', unsignedSync: 'false' }),
    endpoint({ mode: 'cloud', past: -1 }),
    endpoint({ mode: 'cloud', tolerance: 5 }),
    endpoint({ mode: 'cloud' }, KEY),
    endpoint({ mode: 'cloud' }, new SigningKey(KEY)),
    endpoint({ mode: 'cloud' }, new Error('text')),
    () => cloud.authenticate(),
    () => cloud.authenticate({ method: 'POST', headers: {} }),
    () => authenticate(cloud, { method: 5 }),
    () => authenticate(cloud, { body: '{}' }),
    () => authenticate(cloud, { url: '/' }),
    () => cloud.authenticate(post, { now: 1.5 }),
    () => cloud.authenticate(post, { past: 5 }),
    () => cloud.warning(),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
});

test('what is shown of an endpoint', () => {
  const ids = keyring.keyIds.map((id) => `'${id}'`).join(', ');
  assert.equal(inspect(cloud, { breakLength: Infinity }), `Endpoint { mode: 'cloud', keyIds: [ ${ids} ] }`);
  assert.equal(JSON.stringify(new Endpoint(null, { mode: 'dev' })), '{"mode":"dev","keyIds":[]}');
});
