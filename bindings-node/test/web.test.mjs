import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoint, SignkeyError, Unverified } from 'signkey';
import { TEST_KEY, TEST_KEY_FALLBACK } from 'signkey/testing';
import { admitRequest, protect } from 'signkey/web';
import { kit } from './servers.mjs';
import { NOW, header, refused } from './support.mjs';

const URL = 'http://localhost/api/inngest';
const HEADER = 'X-Inngest-Signature';
const BODY = '{"event":{"name":"Zoë"}}';
const clock = { now: kit.clock };
const endpoint = new Endpoint(kit.keyring);
const signing = new Endpoint(kit.keyring, { signResponses: true, maxResponseSize: 100, unsignedMethods: ['GET'] });

const post = ({ body, headers }, more) => new Request(URL, { method: 'POST', body, headers, ...more });
const codeOf = async (request, guard = endpoint) =>
  (await admitRequest(guard, request, clock)).admission.refusal?.error.code;

/** A stream that counts what is taken from it. */
function streamOf(pieces) {
  const taken = { count: 0, cancelled: false };
  const stream = new ReadableStream(
    {
      pull(controller) {
        if (taken.count === pieces.length) return controller.close();
        controller.enqueue(pieces[taken.count]);
        taken.count += 1;
        return undefined;
      },
      cancel() {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, taken };
}

test('a request is verified, and another one holds the bytes that were', async () => {
  const given = post(kit.signed(BODY));
  const { admission, request } = await admitRequest(endpoint, given, clock);
  assert.equal(admission.verified.ageSeconds, 0);
  assert.notEqual(request, given);
  assert.deepEqual(
    [request.method, request.url, request.headers.get(HEADER)],
    ['POST', URL, given.headers.get(HEADER)],
  );
  assert.equal(await request.text(), BODY);
});

test('a request of a class of its own stays one', async () => {
  class Own extends Request {
    get own() {
      return this.url;
    }
  }
  const { request } = await admitRequest(endpoint, new Own(URL, { method: 'POST', ...kit.signed(BODY) }), clock);
  assert.ok(request instanceof Own);
  assert.deepEqual([request.own, await request.text()], [URL, BODY]);
});

test('a body in pieces verifies, with a character cut in two', async () => {
  const { body, headers } = kit.signed(BODY);
  const cut = body.indexOf(0xc3) + 1;
  const { stream } = streamOf([body.subarray(0, cut), body.subarray(cut)]);
  const { request } = await admitRequest(endpoint, post({ body: stream, headers }, { duplex: 'half' }), clock);
  assert.equal(await request.text(), BODY);
});

test('requests without a body verify, whatever their method', async () => {
  const { headers } = kit.signed('');
  for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
    const given = new Request(URL, { method, headers });
    const { admission, request } = await admitRequest(endpoint, given, clock);
    assert.ok(admission.verified, method);
    assert.equal(request, given);
  }
  // The server dropped a body that was announced.
  for (const announced of [{ 'Content-Length': '5' }, { 'Transfer-Encoding': 'chunked' }]) {
    assert.equal(await codeOf(new Request(URL, { headers: { ...headers, ...announced } })), 'body_unavailable');
  }
});

test('what is wrong with a signature is why its request is refused', async () => {
  assert.equal(await codeOf(post(kit.unsigned(BODY))), 'missing_signature');
  assert.equal(await codeOf(post(kit.malformed(BODY))), 'malformed_signature');
  assert.equal(await codeOf(post(kit.expired(BODY))), 'expired');
  assert.equal(await codeOf(post(kit.early(BODY))), 'not_yet_valid');
  assert.equal(await codeOf(post(kit.tampered(BODY))), 'signature_mismatch');
  const twice = kit.signed(BODY);
  const headers = new Headers(twice.headers);
  headers.append(HEADER, twice.header);
  assert.equal(await codeOf(post({ body: BODY, headers })), 'malformed_signature');
});

test('a body that was read, or is being read, is unavailable', async () => {
  const read = post(kit.signed(BODY));
  await read.text();
  assert.equal(await codeOf(read), 'body_unavailable');
  const locked = post(kit.signed(BODY));
  locked.body.getReader();
  assert.equal(await codeOf(locked), 'body_unavailable');
});

test('no more than the limit is read', async () => {
  const small = new Endpoint(kit.keyring, { maxBodySize: 25 });
  const pieces = Array.from({ length: 100 }, () => new Uint8Array(10));
  const { stream, taken } = streamOf(pieces);
  const request = post({ body: stream, headers: kit.signed('').headers }, { duplex: 'half' });
  assert.equal(await codeOf(request, small), 'body_too_large');
  assert.ok(taken.count <= 4, `${taken.count} pieces`);
  assert.equal(await codeOf(post(kit.signed('x'.repeat(25))), small), undefined);
  const announced = post({ body: BODY, headers: { ...kit.signed(BODY).headers, 'Content-Length': '26' } });
  assert.equal(await codeOf(announced, small), 'body_too_large');
});

test('a body that breaks off is incomplete', async () => {
  const stream = new ReadableStream({ start: (controller) => controller.error(new RangeError('cut')) });
  const request = post({ body: stream, headers: kit.signed(BODY).headers }, { duplex: 'half' });
  assert.equal(await codeOf(request), 'body_incomplete');
});

test('an unverified request is handed on untouched', async () => {
  const dev = new Endpoint(kit.keyring, { mode: 'dev', unsignedMethods: ['GET'] });
  const given = post({ body: BODY });
  const { admission, request } = await admitRequest(dev, given, clock);
  assert.ok(admission.caller instanceof Unverified);
  assert.deepEqual([admission.caller.reason, request, given.bodyUsed], ['dev', given, false]);
  assert.equal(await codeOf(post(kit.tampered(BODY)), dev), 'signature_mismatch');
});

test('a protected handler gets the request, the admission and what the framework adds', async () => {
  const handler = protect(
    endpoint,
    async (request, admission, context) => Response.json([await request.json(), admission.verified, context]),
    clock,
  );
  const response = await handler(post(kit.signed(BODY)), { id: 7 });
  const [body, verified, context] = await response.json();
  assert.deepEqual([body, verified.timestamp, context], [JSON.parse(BODY), NOW, { id: 7 }]);
});

test('a refused request never reaches the handler', async () => {
  const handler = protect(signing, () => assert.fail('reached'), clock);
  const response = await handler(post(kit.tampered(BODY)));
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(response.headers.get('www-authenticate'), 'Inngest-Signature');
  assert.equal(response.headers.get(HEADER), null);
  const refusal = { code: 'signature_mismatch', message: 'the signature matches no signing key' };
  assert.deepEqual(await response.json(), refusal);
});

test('errors of the handler are its own', async () => {
  const handler = protect(
    endpoint,
    () => {
      throw new SignkeyError('empty_key');
    },
    clock,
  );
  await assert.rejects(handler(post(kit.signed(BODY))), { code: 'empty_key' });
});

test('responses to verified requests are signed, and no others', async () => {
  const respond = (make) => protect(signing, make, clock);
  const digits = TEST_KEY_FALLBACK.slice(13);

  const text = await respond(() => new Response('Zoë', { status: 201, headers: { 'X-Own': '1', [HEADER]: 'forged' } }))(
    post(kit.fallbackSigned(BODY)),
  );
  assert.deepEqual([text.status, text.headers.get('x-own')], [201, '1']);
  assert.equal(text.headers.get(HEADER), header('Zoë', { digits }));
  assert.equal(await text.text(), 'Zoë');

  const { stream } = streamOf([Buffer.from('a'), Buffer.from('b')]);
  const streamed = await respond(() => new Response(stream))(post(kit.fallbackSigned(BODY)));
  assert.equal(streamed.headers.get(HEADER), header('ab', { digits }));

  for (const status of [204, 205, 304]) {
    const none = await respond(() => new Response(null, { status }))(post(kit.fallbackSigned(BODY)));
    assert.equal(none.headers.get(HEADER), header('', { digits }), status);
  }
  const head = new Request(URL, { method: 'HEAD', headers: kit.fallbackSigned('').headers });
  const answered = await respond(() => new Response('not sent', { headers: { 'Content-Length': '8' } }))(head);
  assert.equal(answered.headers.get(HEADER), header('', { digits }));
  assert.equal(await answered.text(), '');

  const unsigned = await respond((_request, { caller }) => Response.json({ caller }))(new Request(URL));
  assert.equal(unsigned.headers.get(HEADER), null);
  assert.deepEqual(await unsigned.json(), { caller: { reason: 'unsigned_method' } });
});

test('a response that cannot be signed does not go out', async () => {
  const errors = [];
  const onRefused = (request, error) => errors.push([request.url, error.code]);
  const respond = (make) => protect(signing, make, { ...clock, onRefused })(post(kit.signed(BODY)));
  const pieces = Array.from({ length: 50 }, () => new Uint8Array(40));
  const large = streamOf(pieces);
  const events = streamOf(pieces);
  for (const response of [
    await respond(() => new Response(large.stream)),
    await respond(() => new Response(events.stream, { headers: { 'Content-Type': 'text/event-stream' } })),
  ]) {
    assert.equal(response.status, 500);
    assert.equal((await response.json()).code, 'response_unsignable');
    assert.equal(response.headers.get(HEADER), null);
  }
  assert.ok(large.taken.count <= 4 && large.taken.cancelled);
  assert.deepEqual([events.taken.count, events.taken.cancelled], [0, true]);
  assert.deepEqual(errors, Array(2).fill([URL, 'response_unsignable']));
  assert.equal((await respond(() => new Response('x'.repeat(100)))).status, 200);
});

test('options are checked when a server is set up', () => {
  const set = (options) => () => protect(endpoint, () => new Response(), options);
  const faults = [{ now: NOW }, { onRefused: 'log' }, { onWarning: {} }, { maxBodySize: 1 }, { past: 5 }, null, []];
  for (const options of faults) refused('invalid_argument', set(options));
  for (const guard of [{}, kit.keyring, undefined]) {
    refused('invalid_argument', () => protect(guard, () => new Response()));
  }
  assert.equal(typeof set({ now: undefined, onRefused: undefined })(), 'function');
});

test('a clock that shows no time is an error of the set-up', async () => {
  const response = await protect(endpoint, () => assert.fail('reached'), { now: () => NaN })(post(kit.signed(BODY)));
  assert.equal(response.status, 500);
  assert.equal((await response.json()).code, 'invalid_argument');
});

test('the key that verifies is the one that signs', async () => {
  const response = await protect(signing, () => new Response('ok'), clock)(post(kit.signed(BODY)));
  assert.equal(response.headers.get(HEADER), header('ok', { digits: TEST_KEY.slice(13) }));
});
