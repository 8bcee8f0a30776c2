import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoint, Keyring, SignkeyError, Unverified } from 'signkey';
import { TEST_KEY } from 'signkey/testing';
import { protect, verifyWebRequest } from 'signkey/web';
import { kit } from './servers.mjs';
import { KEY, NOW, header, refused } from './support.mjs';

const URL = 'http://localhost/api/inngest';
const HEADER = 'X-Inngest-Signature';
const BODY = '{"event":{"name":"Zoë"}}';
const clock = { now: kit.clock };

const post = ({ body, headers }, more) => new Request(URL, { method: 'POST', body, headers, ...more });
const rejected = (code, promise) =>
  assert.rejects(promise, (error) => error instanceof SignkeyError && error.code === code);

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

test('a request is verified and can still be read', async () => {
  const request = post(kit.signed(BODY));
  const { verified, body } = await verifyWebRequest(kit.keyring, request, clock);
  assert.equal(verified.ageSeconds, 0);
  assert.equal(Buffer.from(body).toString(), BODY);
  assert.equal(request.bodyUsed, false);
  assert.equal(await request.text(), BODY);
});

test('a body in pieces, with a character cut in two', async () => {
  const { body, headers } = kit.signed(BODY);
  const cut = body.indexOf(0xc3) + 1;
  const { stream } = streamOf([body.subarray(0, cut), body.subarray(cut)]);
  const request = post({ body: stream, headers }, { duplex: 'half' });
  assert.ok(await verifyWebRequest(kit.keyring, request, clock));
  assert.equal(await request.text(), BODY);
});

test('requests without a body', async () => {
  const { headers } = kit.signed('');
  for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
    const { body } = await verifyWebRequest(kit.keyring, new Request(URL, { method, headers }), clock);
    assert.equal(body.length, 0);
  }
});

test('refusals', async () => {
  const verify = (request) => verifyWebRequest(kit.keyring, request, clock);
  await rejected('missing_signature', verify(post({ body: BODY })));
  await rejected('malformed_signature', verify(post({ body: BODY, headers: { [HEADER]: '' } })));
  await rejected('expired', verify(post(kit.expired(BODY))));
  await rejected('not_yet_valid', verify(post(kit.early(BODY))));
  await rejected('signature_mismatch', verify(post(kit.tampered(BODY))));
  const twice = kit.signed(BODY);
  const headers = new Headers(twice.headers);
  headers.append(HEADER, twice.header);
  await rejected('malformed_signature', verify(post({ body: BODY, headers })));
});

test('a body that was read, or is being read, is unavailable', async () => {
  const read = post(kit.signed(BODY));
  await read.text();
  await rejected('body_unavailable', verifyWebRequest(kit.keyring, read, clock));
  const locked = post(kit.signed(BODY));
  locked.body.getReader();
  await rejected('body_unavailable', verifyWebRequest(kit.keyring, locked, clock));
});

test('no more than the limit is read', async () => {
  const pieces = Array.from({ length: 100 }, () => new Uint8Array(10));
  const { stream, taken } = streamOf(pieces);
  const request = post({ body: stream, headers: kit.signed('').headers }, { duplex: 'half' });
  await rejected('body_too_large', verifyWebRequest(kit.keyring, request, { ...clock, maxBodySize: 25 }));
  assert.ok(taken.count <= 4, `${taken.count} pieces`);

  const exact = post(kit.signed('x'.repeat(25)));
  assert.ok(await verifyWebRequest(kit.keyring, exact, { ...clock, maxBodySize: 25 }));
  const announced = post({ body: BODY, headers: { ...kit.signed(BODY).headers, 'Content-Length': '26' } });
  await rejected('body_too_large', verifyWebRequest(kit.keyring, announced, { ...clock, maxBodySize: 25 }));
});

test('an error of the stream is passed on', async () => {
  const stream = new ReadableStream({ start: (controller) => controller.error(new RangeError('cut')) });
  const request = post({ body: stream, headers: kit.signed(BODY).headers }, { duplex: 'half' });
  await assert.rejects(verifyWebRequest(kit.keyring, request, clock), RangeError);
});

test('methods that may be unsigned', async () => {
  const options = { ...clock, unsignedMethods: ['GET'] };
  assert.equal(await verifyWebRequest(kit.keyring, new Request(URL), options), undefined);
  const signed = new Request(URL, { headers: kit.expired('').headers });
  await rejected('expired', verifyWebRequest(kit.keyring, signed, options));
  await rejected('missing_signature', verifyWebRequest(kit.keyring, post({ body: BODY }), options));
});

test('an endpoint lets through as unverified what it does not verify', async () => {
  const endpoint = new Endpoint(kit.keyring, { mode: 'dev', unsignedMethods: ['GET'] });
  const verdict = await verifyWebRequest(endpoint, post({ body: BODY }), clock);
  assert.ok(verdict instanceof Unverified);
  assert.equal(verdict.reason, 'dev');
  assert.equal((await verifyWebRequest(endpoint, post(kit.signed(BODY)), clock)).verified.ageSeconds, 0);
  await rejected('signature_mismatch', verifyWebRequest(endpoint, post(kit.tampered(BODY)), clock));

  const respond = async (request, sender) => Response.json([sender instanceof Unverified, await request.text()]);
  const handler = protect(endpoint, respond, { ...clock, signResponses: true });
  const unsigned = await handler(post({ body: BODY }));
  assert.deepEqual(await unsigned.json(), [true, BODY]);
  assert.equal(unsigned.headers.get(HEADER), null);
  const signed = await handler(post(kit.signed(BODY)));
  assert.equal(signed.headers.get(HEADER), header(await signed.text(), { digits: TEST_KEY.slice(13) }));
});

test('a protected handler gets the request, the verdict and what the framework adds', async () => {
  const handler = protect(
    kit.keyring,
    async (request, signed, context) => Response.json([await request.json(), signed.verified, context]),
    clock,
  );
  const response = await handler(post(kit.signed(BODY)), { id: 7 });
  const [body, verified, context] = await response.json();
  assert.deepEqual([body, verified.timestamp, context], [JSON.parse(BODY), NOW, { id: 7 }]);
});

test('a refused request never reaches the handler', async () => {
  const handler = protect(kit.keyring, () => assert.fail('reached'), { ...clock, signResponses: true });
  const response = await handler(post(kit.tampered(BODY)));
  assert.equal(response.status, 401);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(response.headers.get(HEADER), null);
  const refusal = { code: 'signature_mismatch', message: 'the signature matches no signing key' };
  assert.deepEqual(await response.json(), refusal);
  assert.equal((await handler(post(kit.signed(BODY), { headers: kit.signed('').headers }))).status, 401);
  const large = protect(kit.keyring, () => assert.fail('reached'), { maxBodySize: 1 });
  assert.equal((await large(post(kit.signed(BODY)))).status, 413);
});

test('errors of the handler are its own', async () => {
  const handler = protect(
    kit.keyring,
    () => {
      throw new SignkeyError('empty_key');
    },
    clock,
  );
  await rejected('empty_key', handler(post(kit.signed(BODY))));
});

test('signed responses', async () => {
  const keyring = new Keyring(KEY, TEST_KEY);
  const respond = (make) => protect(keyring, make, { ...clock, signResponses: true, unsignedMethods: ['GET'] });
  const digits = TEST_KEY.slice(13);

  const text = await respond(() => new Response('Zoë', { status: 201, headers: { 'X-Own': '1' } }))(
    post(kit.signed(BODY)),
  );
  assert.deepEqual([text.status, text.headers.get('x-own')], [201, '1']);
  assert.equal(text.headers.get(HEADER), header('Zoë', { digits }));
  assert.equal(await text.text(), 'Zoë');

  const { stream } = streamOf([Buffer.from('a'), Buffer.from('b')]);
  const streamed = await respond(() => new Response(stream))(post(kit.signed(BODY)));
  assert.equal(streamed.headers.get(HEADER), header('ab', { digits }));

  const none = await respond(() => new Response(null, { status: 204 }))(post(kit.signed(BODY)));
  assert.equal(none.headers.get(HEADER), header('', { digits }));

  const head = new Request(URL, { method: 'HEAD', headers: kit.signed('').headers });
  assert.equal((await respond(() => new Response('not sent'))(head)).headers.get(HEADER), header('', { digits }));

  const unsigned = await respond((_request, signed) => Response.json({ signed }))(new Request(URL));
  assert.equal(unsigned.headers.get(HEADER), null);
  assert.deepEqual(await unsigned.json(), {});
});

test('options are checked when a server is set up', () => {
  const set = (options) => () => protect(kit.keyring, () => new Response(), options);
  const faults = [
    { maxBodySize: -1 },
    { maxBodySize: '1mb' },
    { unsignedMethods: 'GET' },
    { unsignedMethods: [1] },
    { signResponses: 1 },
    { now: NOW },
    { past: -1 },
    { future: NaN },
    { maxbodysize: 1 },
    null,
    [],
  ];
  for (const options of faults) refused('invalid_argument', set(options));
  refused('invalid_argument', () => protect({}, () => new Response()));
  // An endpoint has these itself.
  const endpoint = new Endpoint(kit.keyring, { mode: 'cloud' });
  for (const options of [{ unsignedMethods: ['GET'] }, { past: 5 }, { future: 5 }]) {
    refused('invalid_argument', () => protect(endpoint, () => new Response(), options));
  }
});

test('a clock that shows no time is an error of the set-up', async () => {
  const response = await protect(kit.keyring, () => assert.fail('reached'), { now: () => NaN })(post(kit.signed(BODY)));
  assert.equal(response.status, 500);
  assert.equal((await response.json()).code, 'invalid_argument');
});
