// The steps of an admission, one by one, as an adapter takes them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Endpoint, Keyring, Unverified, Verified } from 'signkey';
import { BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused } from './support.mjs';

const NAME = 'X-Inngest-Signature';
const keyring = new Keyring(KEY, OTHER_KEY);
const endpoint = new Endpoint(keyring, { maxBodySize: 100, maxResponseSize: 10, signResponses: true });
const signed = { [NAME]: header(BODY, { digits: OTHER_DIGITS }) };

/** A request that was verified. */
function verified(method = 'POST') {
  const admission = endpoint.admit(method, signed);
  admission.receive(BODY, 'ended', NOW);
  assert.ok(admission.verified instanceof Verified);
  return admission;
}

test('a request goes from its head to its body to its caller', () => {
  const admission = endpoint.admit('POST', signed);
  assert.deepEqual(admission.step, { kind: 'read_body', atMost: 100 });
  assert.deepEqual([admission.verified, admission.refusal], [undefined, undefined]);
  refused('invalid_argument', () => admission.caller);
  admission.receive(BODY, BODY.length, NOW);
  assert.deepEqual(admission.step, { kind: 'admit', caller: admission.caller });
  assert.equal(admission.caller.keyIndex, 1);
  refused('finished', () => admission.receive(BODY, 'ended', NOW));
  refused('finished', () => admission.noBody('aborted'));
  assert.ok(admission.verified instanceof Verified);
});

test('what no body can change is decided by the head', () => {
  const { step } = endpoint.admit('POST', { [NAME]: 't=1', 'Content-Length': 5 });
  assert.equal(step.kind, 'refuse');
  const { error, ...answer } = step.refusal;
  assert.equal(error.code, 'malformed_signature');
  assert.deepEqual(answer, {
    status: 401,
    headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Inngest-Signature' },
    body: '{"code":"malformed_signature","message":"the signature header is malformed"}',
    unread: true,
    fault: false,
    log: 'malformed_signature: the signature header is malformed: let no proxy rewrite, repeat or join X-Inngest-Signature',
  });
  assert.equal(endpoint.admit('POST', { ...signed, 'content-length': 101 }).refusal.status, 413);
  const dev = new Endpoint(null, { mode: 'dev' }).admit('POST', signed);
  assert.equal(dev.step.caller, dev.caller);
  assert.ok(dev.caller instanceof Unverified);
  refused('finished', () => dev.receive(BODY, 'ended', NOW));
});

test('a body counts only if its end is known', () => {
  const code = (headers, body, framing) => {
    const admission = endpoint.admit('POST', { ...signed, ...headers });
    admission.receive(body, framing, NOW);
    return admission.refusal?.error.code;
  };
  const length = { 'Content-Length': String(BODY.length) };
  for (const framing of ['ended', 'head', 'unknown', BODY.length, BigInt(BODY.length)]) {
    assert.equal(code(length, BODY, framing), undefined, String(framing));
    assert.equal(code(length, BODY.subarray(1), framing), 'body_unavailable', String(framing));
  }
  const empty = { [NAME]: header('') };
  assert.equal(code({ ...empty }, new Uint8Array(), 'unknown'), 'body_unavailable');
  assert.equal(code({ ...empty, 'Transfer-Encoding': 'chunked' }, new Uint8Array(), 'head'), 'body_unavailable');
  assert.equal(code({ ...empty, 'Transfer-Encoding': 'chunked' }, new Uint8Array(), 'ended'), undefined);
  assert.equal(code(empty, new Uint8Array(), 'head'), undefined);
  assert.equal(code({}, new Uint8Array(101), 'ended'), 'body_too_large');
});

test('why there is no body is the reason of the refusal', () => {
  const reasons = { too_large: 413, parsed: 500, unframed: 500, aborted: 400 };
  for (const [why, status] of Object.entries(reasons)) {
    const admission = endpoint.admit('POST', signed);
    admission.noBody(why);
    assert.equal(admission.refusal.status, status, why);
    assert.equal(admission.refusal.fault, status === 500);
    refused(admission.refusal.error.code, () => admission.caller);
  }
});

test('a response is held to be signed, empty where it has no content, or refused', () => {
  const admission = verified();
  assert.deepEqual(admission.response(200, 'text/plain'), { kind: 'hold', atMost: 10, empty: false });
  for (const status of [204, 205, 304]) assert.equal(admission.response(status).empty, true, status);
  assert.equal(verified('HEAD').response(200).empty, true);
  const { kind, refusal } = admission.response(200, 'text/event-stream; charset=utf-8');
  assert.deepEqual([kind, refusal.status, refusal.error.code], ['refuse', 500, 'response_unsignable']);
  assert.equal(admission.response(101).kind, 'forward');
  for (const other of [new Endpoint(keyring), new Endpoint(null, { mode: 'dev', signResponses: true })]) {
    assert.equal(other.admit('POST', signed, BODY, NOW).response(200).kind, 'forward');
  }
});

test('a response is signed with the key that verified the request', () => {
  const admission = verified();
  assert.equal(admission.sign(Buffer.from('ok'), NOW), header('ok', { digits: OTHER_DIGITS }));
  refused('response_unsignable', () => admission.sign(new Uint8Array(11), NOW));
  refused('invalid_timestamp', () => admission.sign(BODY.subarray(0, 5), 10n ** 19n));
  const other = endpoint.admit('POST', { [NAME]: header(BODY) }, BODY, NOW);
  assert.equal(other.sign(new ArrayBuffer(0), BigInt(NOW)), header('', { digits: DIGITS }));
  refused('invalid_argument', () => new Endpoint(null, { mode: 'dev' }).admit('POST', {}).sign(BODY, NOW));
  assert.equal(endpoint.unsignable().error.code, 'response_unsignable');
});

test('an error behind the door has an answer, too', () => {
  const error = refused('missing_token', () => keyring.verifyToken());
  const { status, headers, body } = endpoint.refuse(error);
  assert.deepEqual([status, headers['WWW-Authenticate'], JSON.parse(body).code], [401, 'Bearer', 'missing_token']);
  const expired = refused('expired', () => keyring.verifyRequest(BODY, header(BODY, { t: 1 }), { now: NOW }));
  assert.equal(JSON.parse(endpoint.refuse(expired).body).message, expired.message);
});

test('many admissions at once keep to themselves', () => {
  const admissions = Array.from({ length: 1000 }, (_, index) => {
    const body = Buffer.from(`{"index":${index}}`);
    return { index, body, admission: endpoint.admit('POST', { [NAME]: header(body, { t: NOW + (index % 7) }) }) };
  });
  for (const { index, body, admission } of admissions.reverse()) {
    admission.receive(index % 3 === 0 ? Buffer.from('{}') : body, 'ended', NOW);
  }
  for (const { index, admission } of admissions) {
    if (index % 3 === 0) assert.equal(admission.refusal.error.code, 'signature_mismatch');
    else assert.equal(admission.caller.timestamp, NOW + (index % 7));
  }
});

test('misuse is refused, and leaves the admission as it is', () => {
  const admission = endpoint.admit('POST', signed);
  const faults = [
    () => admission.receive('{}', 'ended', NOW),
    () => admission.receive(BODY, 'whole', NOW),
    () => admission.receive(BODY, -1, NOW),
    () => admission.receive(BODY, undefined, NOW),
    () => admission.receive(BODY, 'ended', -1),
    () => admission.receive(new Uint8Array(new SharedArrayBuffer(2)), 'ended', NOW),
    () => admission.noBody('gone'),
    () => admission.response('200'),
    () => admission.response(200, 5),
    () => admission.response(65536),
    () => admission.sign('{}', NOW),
  ];
  for (const fault of faults) refused('invalid_argument', fault);
  assert.equal(admission.step.kind, 'read_body');
  admission.receive(BODY, 'ended', NOW);
  assert.ok(admission.verified);
});

test('an admission shows how far it is, and no more', () => {
  assert.equal(inspect(endpoint.admit('POST', signed)), "Admission { step: 'read_body' }");
  assert.match(inspect(verified()), /^Admission \{\s+step: 'admit',\s+caller: Verified \{/);
  const refusal = JSON.stringify(endpoint.admit('POST', {}));
  assert.equal(
    refusal,
    '{"step":"refuse","error":{"code":"missing_signature","message":"the signature header is missing"}}',
  );
});
