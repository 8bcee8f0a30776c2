import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Config, Registration } from 'signkey';
import { DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused, tokenDigits } from './support.mjs';

const app = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 3 };
const CONFIGURATION = Buffer.from('{"app_name":"shop"}');
const signed = { 'X-Inngest-Signature': header(''), 'X-Inngest-Server-Kind': 'cloud' };
const inBand = { ...signed, 'X-Inngest-Sync-Kind': 'in_band' };

const NOTHING = new Uint8Array();

/** A registration that begins with this request, of which all is in hand. */
function begin({ options, request, app: change } = {}) {
  const config = new Config({ signingKey: KEY, signingKeyFallback: OTHER_KEY, ...options });
  const { method = 'PUT', query = 'deployId=a%20b', headers = signed, body = NOTHING } = request ?? {};
  const admission = config.endpoint().admit(method, headers, body, NOW);
  return config.registration({ ...app, ...change }, admission, query);
}

test('out of band, the fallback is tried, and what the platform answers is the response', () => {
  const sync = begin();
  assert.deepEqual([sync.state, sync.message, sync.modified], ['register', undefined, undefined]);
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
  const response = sync.response(undefined, NOW);
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
  assert.deepEqual([sync.state, sync.request()], ['in_band', undefined]);
  const { status, headers, body } = sync.response(CONFIGURATION, NOW);
  assert.deepEqual([status, body], [200, CONFIGURATION]);
  assert.equal(headers['X-Inngest-Sync-Kind'], 'in_band');
  assert.equal(headers['X-Inngest-Signature'], header(CONFIGURATION));
  assert.equal(sync.state, 'in_band');
});

test('the platform cannot be reached, and the response says so', () => {
  const sync = begin();
  sync.answer(0);
  const { status, body } = sync.response(undefined, NOW);
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
  refused('invalid_argument', () => begin({ app: { sdk: 'no version' } }));
});

test('a question that comes too early or too late is refused', () => {
  const direct = begin({ request: { headers: inBand } });
  refused('invalid_argument', () => direct.answer(200));
  refused('invalid_argument', () => direct.response());
  const sync = begin();
  refused('invalid_argument', () => sync.response());
  refused('invalid_argument', () => sync.response(CONFIGURATION));
  sync.answer(200, Buffer.from('{}'));
  refused('finished', () => sync.answer(200));
  refused('invalid_argument', () => sync.response(CONFIGURATION));
  assert.equal(sync.response(undefined, NOW).status, 200);
});

test('misuse is refused', () => {
  const config = new Config({ signingKey: KEY });
  const admission = config.endpoint().admit('PUT', signed, NOTHING, NOW);
  const unread = config.endpoint().admit('PUT', signed);
  const sync = begin();
  const faults = [
    () => new Registration(),
    () => config.registration(),
    () => config.registration(app, config),
    () => config.registration(app, unread),
    () => config.registration(app, admission, 5),
    ...[{ functions: '3' }, { functions: -1 }, { id: 5 }, { trustProbe: 'false' }, { name: 'shop' }].map(
      (change) => () => begin({ app: change }),
    ),
    () => sync.answer('200'),
    () => sync.answer(200, '{}'),
    () => sync.response(undefined, -1),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
});

test('a request that was admitted is not judged again', () => {
  const config = new Config({ signingKey: KEY });
  const admission = config.endpoint().admit('PUT', signed, NOTHING, NOW + 300);
  const sync = config.registration(app, admission);
  sync.answer(200, Buffer.from('{"ok":true}'));
  // Long after its signature would have expired.
  assert.equal(sync.response(undefined, NOW + 1000).headers['X-Inngest-Signature'].slice(0, 12), `t=${NOW + 1000}`);
  const late = config.endpoint().admit('PUT', signed, NOTHING, NOW + 301);
  refused('expired', () => config.registration(app, late));
});

test('a config hands out one authentication: a registration learns which key works for all', () => {
  const config = new Config({ signingKey: KEY, signingKeyFallback: OTHER_KEY });
  const admission = config.endpoint().admit('PUT', signed, NOTHING, NOW);
  const sync = config.registration(app, admission);
  sync.answer(401);
  sync.answer(200, Buffer.from('{"ok":true}'));
  const next = config.registration(app, admission).request().headers.Authorization;
  assert.equal(next, `Bearer signkey-prod-${tokenDigits(OTHER_DIGITS)}`);
  const auth = config.apiAuth();
  assert.equal(auth.authorization(auth.begin()), next);
});

test('a registration shows how far it is', () => {
  const sync = begin();
  assert.equal(inspect(sync), "Registration { state: 'register' }");
  sync.answer(0);
  assert.equal(JSON.stringify(sync), '{"state":"done","message":"the platform could not be reached","modified":false}');
});

test('introspection shows more to whoever signed the request', () => {
  const config = new Config({ signingKey: KEY, eventKey: 'event-key' });
  const endpoint = config.endpoint({ unsignedMethods: ['GET'] });
  const ask = (headers, { method = 'GET', body = NOTHING } = {}) =>
    JSON.parse(config.introspect(app, endpoint.admit(method, headers, body, NOW)));
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
  refused('invalid_argument', () => config.introspect(app, config));
  refused('invalid_argument', () => config.introspect({}, endpoint.admit('GET', {})));
});
