import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Config, Handshake } from 'signkey';
import { DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused, tokenDigits } from './support.mjs';

const app = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 3 };
const at = { now: NOW };
const CONFIGURATION = Buffer.from('{"app_name":"shop"}');
const signed = { 'X-Inngest-Signature': header(''), 'X-Inngest-Server-Kind': 'cloud' };
const inBand = { ...signed, 'X-Inngest-Sync-Kind': 'in_band' };

/** A sync that begins with this request. */
function begin({ options, request, parties } = {}) {
  const config = new Config({ signingKey: KEY, signingKeyFallback: OTHER_KEY, ...options });
  const all = { config, apiAuth: config.apiAuth(), app, endpoint: config.endpoint(), ...parties };
  return new Handshake(all, { method: 'PUT', query: 'deployId=a%20b', headers: signed, ...request }, at);
}

test('out of band, with the fallback in the end', () => {
  const sync = begin();
  assert.deepEqual([sync.isInBand, sync.message, sync.modified], [false, undefined, undefined]);
  const { url, headers } = sync.request();
  assert.equal(url, 'https://api.inngest.com/fn/register?deployId=a%20b');
  const shown = {
    'Content-Type': 'application/json',
    'X-Inngest-Sdk': 'example:v1.2.3',
    'X-Inngest-Req-Version': '2',
    'X-Inngest-Framework': 'express',
    'X-Inngest-Expected-Server-Kind': 'cloud',
    Authorization: '[redacted]',
  };
  assert.deepEqual({ ...headers }, { ...shown, Authorization: `Bearer signkey-test-${tokenDigits(DIGITS)}` });
  assert.equal(new Headers(headers).get('Authorization'), headers.Authorization);
  // The credential goes where it is sent, and nowhere else.
  assert.equal(inspect(headers), inspect(shown));
  assert.deepEqual(JSON.parse(JSON.stringify({ headers })), { headers: shown });
  sync.answer(401);
  assert.equal(sync.request().headers.Authorization, `Bearer signkey-prod-${tokenDigits(OTHER_DIGITS)}`);
  sync.answer(200, Buffer.from('{"ok":true,"modified":true}'));
  assert.deepEqual([sync.request(), sync.message, sync.modified], [undefined, 'Successfully synced.', true]);
  const response = sync.response(undefined, at);
  assert.equal(response.status, 200);
  assert.equal(response.body.toString(), '{"message":"Successfully synced.","modified":true}');
  assert.deepEqual(response.headers, {
    'Content-Type': 'application/json',
    'X-Inngest-Sync-Kind': 'out_of_band',
    'X-Inngest-Sdk': 'example:v1.2.3',
    'X-Inngest-Req-Version': '2',
    'X-Inngest-Signature': header(response.body),
  });
});

test('in band, the configuration is the response', () => {
  const sync = begin({ request: { headers: inBand } });
  assert.deepEqual([sync.isInBand, sync.request()], [true, undefined]);
  const { status, headers, body } = sync.response(CONFIGURATION, at);
  assert.deepEqual([status, body], [200, CONFIGURATION]);
  assert.equal(headers['X-Inngest-Sync-Kind'], 'in_band');
  assert.equal(headers['X-Inngest-Signature'], header(CONFIGURATION));
  assert.ok(sync.isInBand);
});

test('the platform cannot be reached, and the response says so', () => {
  const sync = begin();
  sync.answer(0);
  const { status, body } = sync.response(undefined, at);
  assert.equal(status, 500);
  assert.deepEqual(JSON.parse(body), { message: 'the platform could not be reached', modified: false });
});

test('a sync in dev mode is not signed, in neither direction', () => {
  const sync = begin({ options: { mode: 'dev', signingKey: '', signingKeyFallback: '' }, request: { headers: {} } });
  assert.equal(sync.request().url, 'http://127.0.0.1:8288/fn/register?deployId=a%20b');
  assert.equal('Authorization' in sync.request().headers, false);
  sync.answer(200, Buffer.from('{"ok":true}'));
  assert.equal('X-Inngest-Signature' in sync.response().headers, false);
});

test('what is refused does not begin', () => {
  refused('missing_signature', () => begin({ request: { headers: {} } }));
  refused('signature_mismatch', () => begin({ request: { body: Buffer.from('{}') } }));
  refused('method_not_allowed', () => begin({ request: { method: 'POST' } }));
  refused('missing_environment', () => begin({ options: { signingKey: KEY.replace('test', 'branch') } }));
  refused('invalid_argument', () => begin({ parties: { app: { ...app, sdk: 'no version' } } }));
});

test('questions and answers have an order', () => {
  const direct = begin({ request: { headers: inBand } });
  refused('invalid_argument', () => direct.answer(200));
  refused('invalid_argument', () => direct.response());
  const sync = begin();
  refused('invalid_argument', () => sync.response());
  refused('invalid_argument', () => sync.response(CONFIGURATION));
  sync.answer(200, Buffer.from('{}'));
  refused('finished', () => sync.answer(200));
  refused('invalid_argument', () => sync.response(CONFIGURATION));
  assert.equal(sync.response(undefined, at).status, 200);
});

test('misuse', () => {
  const config = new Config({ signingKey: KEY });
  const sync = begin();
  const faults = [
    () => new Handshake(),
    ...['config', 'apiAuth', 'endpoint', 'app'].map((name) => () => begin({ parties: { [name]: undefined } })),
    () => begin({ parties: { endpoint: config } }),
    () => begin({ parties: { more: 1 } }),
    ...[{ functions: '3' }, { functions: -1 }, { id: 5 }, { trustProbe: 'false' }, { name: 'shop' }].map(
      (change) => () => begin({ parties: { app: { ...app, ...change } } }),
    ),
    () => begin({ request: { query: 5 } }),
    () => begin({ request: { body: '' } }),
    () => begin({ request: { url: '/' } }),
    () => sync.answer('200'),
    () => sync.answer(200, '{}'),
    () => sync.response(undefined, { now: -1 }),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
});

test('what is shown of a sync is how it stands', () => {
  const sync = begin();
  assert.equal(inspect(sync), "Handshake { stage: 'register' }");
  sync.answer(0);
  assert.equal(JSON.stringify(sync), '{"stage":"done","message":"the platform could not be reached","modified":false}');
});

test('introspection shows more to whoever signed the request', () => {
  const config = new Config({ signingKey: KEY, eventKey: 'event-key' });
  const endpoint = config.endpoint({ unsignedMethods: ['GET'] });
  const ask = (headers, request) => JSON.parse(config.introspect(app, endpoint, { headers, ...request }, at));
  const unsigned = ask({});
  assert.deepEqual(unsigned, {
    authentication_succeeded: null,
    function_count: 3,
    has_event_key: true,
    has_signing_key: true,
    has_signing_key_fallback: false,
    mode: 'cloud',
    schema_version: '2024-05-24',
  });
  assert.deepEqual(ask({ 'X-Inngest-Signature': 't=1' }), { ...unsigned, authentication_succeeded: false });
  const body = Buffer.from('{}');
  for (const full of [ask(signed), ask({ 'X-Inngest-Signature': header(body) }, { body, method: 'POST' })]) {
    assert.equal(full.authentication_succeeded, true);
    assert.equal(full.signing_key_hash, tokenDigits(DIGITS).slice(0, 12));
    assert.equal(full.app_id, 'shop');
  }
  refused('invalid_argument', () => config.introspect(app, config, { headers: {} }));
  refused('invalid_argument', () => config.introspect(app, endpoint, {}));
  refused('invalid_argument', () => config.introspect({}, endpoint, { headers: {} }));
});
