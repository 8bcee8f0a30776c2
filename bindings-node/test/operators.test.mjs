// The questions of operators, and mistakes that are told by their names.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  Config,
  Endpoint,
  Explanation,
  Keyring,
  RotationStep,
  SigningKey,
  canonicalize,
  explain,
  readIntrospection,
  rotationStep,
} from 'signkey';
import { BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused, tokenDigits } from './support.mjs';

test('a key that is none is diagnosed, by the character that a person sees', () => {
  assert.equal(SigningKey.diagnose(KEY), undefined);
  assert.equal(SigningKey.diagnose(Buffer.from(`${KEY}\n`)), undefined);
  const cut = KEY.length - 10;
  const fault = SigningKey.diagnose(`${KEY.slice(0, cut)}\u200b${KEY.slice(cut)}`);
  assert.deepEqual(
    [fault.code, fault.cause, fault.position, fault.character],
    ['non_hex_key', 'invisible_character', cut + 1, 'zero-width space (U+200B)'],
  );
  assert.match(fault.message, /^the signing key has a zero-width space/);
  assert.match(fault.hint, /paste it as plain text/);
  assert.ok(Object.isFrozen(fault));
  const quoted = SigningKey.diagnose(`"${KEY}"`);
  assert.deepEqual([quoted.cause, 'position' in quoted, 'character' in quoted], ['quoted', false, false]);
  for (const shown of [fault, quoted]) assert.ok(!inspect(shown).includes(DIGITS.slice(0, 12)));
  for (const text of [undefined, null, 5]) refused('invalid_argument', () => SigningKey.diagnose(text));
});

test('the problems of settings say what to do', () => {
  const [problem] = new Config({}, { INNGEST_SIGNING_KEY: `export KEY=${KEY}` }).check();
  assert.match(problem.hint, /equals sign/);
});

const evidence = (change) => ({
  keys: { INNGEST_SIGNING_KEY: KEY },
  headers: header(BODY),
  body: BODY,
  now: NOW,
  ...change,
});

test('a message is explained: what matched, or what would explain that nothing did', () => {
  const report = explain(evidence());
  assert.ok(report instanceof Explanation);
  assert.deepEqual([report.code, report.cause, report.key], ['verified', undefined, undefined]);
  assert.deepEqual([report.hint, report.docs, report.keyFault], [undefined, undefined, undefined]);
  assert.match(report.message, /^INNGEST_SIGNING_KEY: this key signed/);

  const other = explain(
    evidence({ headers: [header(BODY, { digits: OTHER_DIGITS })], others: [['staging', OTHER_KEY]] }),
  );
  assert.deepEqual([other.code, other.key], ['signature_mismatch', 'staging']);
  assert.match(other.cause, /^other_/);
  const late = explain(evidence({ now: BigInt(NOW) + 1000n, past: 100, future: 5n }));
  assert.deepEqual([late.code, late.cause], ['expired', 'clock']);
  const pretty = Buffer.from(JSON.stringify(JSON.parse(BODY), null, 2).replace('created', 'deleted'));
  assert.equal(explain(evidence({ body: pretty })).cause, 'unknown');
  const response = explain(evidence({ kind: 'response', body: Buffer.from(`${BODY}\n`) }));
  assert.equal(response.code, 'verified');
  assert.equal(explain(evidence({ headers: undefined })).cause, 'no_header');
  assert.equal(explain(evidence({ keys: {} })).cause, 'no_key');
  const shown = explain(evidence({ keys: [['mine', `${KEY}x`]] }));
  assert.deepEqual([shown.cause, shown.key], ['key_fault', 'mine']);
  assert.deepEqual(shown.keyFault, SigningKey.diagnose(`${KEY}x`));
  assert.equal(shown.hint, shown.keyFault.hint);
  assert.match(shown.docs, /^docs\/errors\.md#/);
  const large = evidence({ maxJsonSize: 5, body: Buffer.from(`${BODY} `), headers: header(canonicalize(BODY)) });
  assert.equal(explain(large).cause, 'canonical_too_large');
});

test('a report is shown as text and as JSON, and holds no key and no signature', () => {
  const report = explain(evidence({ now: NOW + 1000 }));
  assert.match(String(report), /^refused: expired/);
  assert.equal(inspect(report), String(report));
  assert.deepEqual(JSON.parse(JSON.stringify(report)), JSON.parse(report.json));
  assert.equal(report.toJSON().cause, 'clock');
  for (const text of [String(report), report.json]) {
    assert.ok(!text.includes(DIGITS) && !text.includes(header(BODY).slice(-64)) && !text.includes(tokenDigits(DIGITS)));
  }
});

test('evidence is of its types', () => {
  for (const change of [
    { kind: 'reply' },
    { keys: 5 },
    { keys: [KEY] },
    { keys: [[5, KEY]] },
    { keys: { mine: 5 } },
    { headers: 5 },
    { headers: [5] },
    { body: 'text' },
    { now: -1 },
    { past: '5' },
    { window: 5 },
  ]) {
    refused('invalid_argument', () => explain(evidence(change)));
  }
  refused('invalid_argument', () => explain());
});

const [current] = new Keyring(KEY).keyIds;
const [next] = new Keyring(OTHER_KEY).keyIds;
const facts = (change) => ({
  ...{ current, next, server: 'current', now: NOW },
  apps: [{ name: 'shop', probes: [{ primary: current, fallback: null }] }],
  ...change,
});

test('the next step of a rotation is said for facts as an object or as JSON', () => {
  const old = [{ ...facts().apps[0], language: 'js', version: '3.17.0' }];
  const step = rotationStep(facts({ apps: old }));
  assert.ok(step instanceof RotationStep);
  assert.deepEqual([step.action, step.apps], ['upgrade_sdk', ['shop']]);
  assert.deepEqual([step.keys, step.waitSeconds, step.hasDowntime, step.isDone], [undefined, undefined, false, false]);
  assert.match(`${step.message}; ${step.reason}`, /upgrade the SDK.*downtime is unavoidable/);
  const apps = [{ ...facts().apps[0], language: 'js', version: '4.24.0' }];
  const add = rotationStep(Buffer.from(JSON.stringify(facts({ apps }))));
  assert.equal(add.action, 'add_fallback');
  assert.match(String(add), /shop.*INNGEST_SIGNING_KEY_FALLBACK=next/);
  assert.equal(inspect(add), String(add));
  assert.deepEqual(add.keys, { primary: 'current', fallback: 'next' });
  assert.deepEqual(JSON.parse(JSON.stringify(add)).keys, add.keys);
  const done = [{ name: 'shop', probes: [{ primary: next, fallback: null }] }];
  assert.equal(rotationStep(facts({ server: 'next', apps: done, switched_at: NOW - 1000 })).action, 'done');
});

test('facts that are wrong are named', () => {
  assert.equal(refused('invalid_argument', () => rotationStep(facts({ server: 'both' }))).setting, 'server');
  assert.equal(refused('invalid_argument', () => rotationStep(facts({ apps: [] }))).setting, 'apps');
  refused('invalid_json', () => rotationStep(Buffer.from('{')));
  for (const wrong of [undefined, null, 5, '{}', [], facts({ now: 5n })]) {
    refused('invalid_argument', () => rotationStep(wrong));
  }
});

test('an introspection is read, and of hashes the ids are left', () => {
  const body = {
    signing_key_hash: tokenDigits(DIGITS),
    signing_key_fallback_hash: null,
    sdk_language: 'js',
    mode: 'cloud',
  };
  assert.deepEqual(readIntrospection(Buffer.from(JSON.stringify(body))), {
    ...{ verified: null, primary: current, fallback: null, shows_fallback: true, language: 'js', version: null },
    ...{ mode: 'cloud', app_id: null, code: null },
  });
  refused('invalid_argument', () => readIntrospection(Buffer.from('[]')));
  refused('invalid_argument', () => readIntrospection('{}'));
});

test('a misspelt option is named, and the nearest that there is; what may be a value is not', () => {
  const message = (options) => refused('invalid_argument', () => new Endpoint(null, options)).message;
  assert.match(message({ unsignedMethod: [] }), /`unsignedMethod` \(did you mean `unsignedMethods`\?\)/);
  assert.match(message({ max_body_size: 5 }), /`max_body_size` \(did you mean `maxBodySize`\?\)/);
  assert.match(message({ replayguard: 5 }), /did you mean `replayGuard`/);
  assert.match(message({ colour: 5 }), /must not hold `colour`: there are mode, unsignedMethods/);
  for (const key of [KEY, OTHER_DIGITS]) assert.ok(!message({ [key]: 5 }).includes(key.slice(-12)));
  assert.match(refused('invalid_argument', () => new Config({ signingkey: KEY })).message, /did you mean `signingKey`/);
});

test('a whole request in place of its headers is called by its name, with the call that is right', () => {
  const endpoint = new Endpoint(new Keyring(KEY));
  const event = { httpMethod: 'POST', headers: { a: 'b' }, multiValueHeaders: {}, body: '{}', requestContext: {} };
  const cases = [
    [event, /Lambda event: use protect\(\) of signkey\/aws-lambda/],
    [{ version: '2.0', headers: {}, requestContext: { http: { method: 'POST' } } }, /Lambda event/],
    [new Request('http://localhost/'), /web-standard Request: use protect\(\) of signkey\/web/],
    [{ headers: {}, rawHeaders: [], url: '/' }, /request of Node: use signkey\/express/],
  ];
  for (const [request, message] of cases) {
    assert.match(refused('invalid_argument', () => endpoint.admit('POST', request)).message, message);
    assert.match(refused('invalid_argument', () => new Keyring(KEY).verifyRequest(request, '')).message, message);
    assert.match(refused('invalid_argument', () => new Keyring(KEY).verifyRequest(BODY, request)).message, message);
  }
  // Headers may have such names.
  assert.ok(endpoint.admit('POST', { headers: 'a', body: 'b' }).refusal);
});
