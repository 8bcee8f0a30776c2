// Events as API Gateway, function URLs and load balancers send them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoint } from 'signkey';
import { protect } from 'signkey/aws-lambda';
import { TEST_KEY } from 'signkey/testing';
import { kit } from './servers.mjs';
import { header, refused } from './support.mjs';

const NAME = 'X-Inngest-Signature';
const BODY = '{"event":{"name":"Zoë"}}';
const DIGITS = TEST_KEY.slice(13);
const clock = { now: kit.clock };
const endpoint = new Endpoint(kit.keyring, { unsignedMethods: ['GET'] });
const signing = new Endpoint(kit.keyring, { signResponses: true, maxResponseSize: 100 });

const lists = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
const base64 = (body) => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true });
const text = (body) => ({ body: Buffer.from(body).toString(), isBase64Encoded: false });

/** What makes an event of a method, headers and a body. */
const sources = {
  'REST API': (httpMethod, headers, body) => ({
    ...{ httpMethod, path: '/', headers, multiValueHeaders: lists(headers), ...text(body) },
    requestContext: { httpMethod },
  }),
  'HTTP API': (method, headers, body) => ({
    ...{ version: '2.0', rawPath: '/', headers, ...base64(body) },
    requestContext: { http: { method, path: '/' } },
  }),
  'function URL': (method, headers, body) => ({
    ...{ version: '2.0', rawPath: '/', headers, ...text(body) },
    requestContext: { http: { method, path: '/' } },
  }),
  'load balancer': (httpMethod, headers, body) => ({
    ...{ httpMethod, path: '/', headers, ...base64(body) },
    requestContext: { elb: { targetGroupArn: 'a' } },
  }),
  'load balancer with lists': (httpMethod, headers, body) => ({
    ...{ httpMethod, path: '/', multiValueHeaders: lists(headers), ...base64(body) },
    requestContext: { elb: { targetGroupArn: 'a' } },
  }),
};

/** All headers of a result, each once, in lower case. */
function fields({ headers = {}, multiValueHeaders = {} }) {
  const all = [
    ...Object.entries(headers),
    ...Object.entries(multiValueHeaders).flatMap(([name, list]) => list.map((value) => [name, value])),
  ];
  const names = all.map(([name]) => name.toLowerCase());
  assert.equal(new Set(names).size, names.length, 'a header comes twice');
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}

for (const [source, make] of Object.entries(sources)) {
  const on = (title, work) => test(`${source}: ${title}`, work);
  const event = ({ headers, body }, method = 'POST') => make(method, headers, body);

  on('a signed request reaches the handler, with its admission and its context', async () => {
    const handler = protect(
      endpoint,
      (given, { verified }, context) => ({
        statusCode: 200,
        body: JSON.stringify([given.path ?? given.rawPath, verified, context]),
      }),
      clock,
    );
    const { body } = await handler(event(kit.signed(BODY)), { id: 7 });
    const [path, { form }, context] = JSON.parse(body);
    assert.deepEqual([path, form, context], ['/', 'raw', { id: 7 }]);
  });

  on('what is wrong is refused in the form that the caller wants', async () => {
    const told = [];
    const onRefused = (given, { code }) => told.push([typeof given.requestContext, code]);
    const handler = protect(endpoint, () => assert.fail('reached'), { ...clock, onRefused });
    for (const [kind, code] of Object.entries({ unsigned: 'missing_signature', tampered: 'signature_mismatch' })) {
      const result = await handler(event(kit[kind](BODY)));
      assert.deepEqual([result.statusCode, JSON.parse(result.body).code], [401, code]);
      assert.equal(
        'multiValueHeaders' in result,
        source !== 'HTTP API' && source !== 'function URL' && source !== 'load balancer',
      );
      assert.equal(fields(result)['www-authenticate'], 'Inngest-Signature');
      assert.deepEqual(told.pop(), ['object', code]);
    }
  });

  on('a response is signed, in place of a signature that is there', async () => {
    const results = {
      text: { statusCode: 201, headers: { 'x-inngest-SIGNATURE': 'forged', 'X-Own': '1' }, body: 'Zoë' },
      bytes: { statusCode: 200, multiValueHeaders: { [NAME]: ['forged'] }, ...base64(Uint8Array.of(0xff, 0)) },
      nothing: { statusCode: 204, body: 'x' },
    };
    const bodies = { text: 'Zoë', bytes: Uint8Array.of(0xff, 0), nothing: '' };
    for (const [name, result] of Object.entries(results)) {
      const answer = await protect(signing, async () => result, clock)(event(kit.signed(BODY)));
      assert.equal(answer.statusCode, result.statusCode);
      assert.equal(fields(answer)[NAME.toLowerCase()], header(bodies[name], { digits: DIGITS }), name);
      assert.equal(answer.body, name === 'nothing' ? '' : result.body);
    }
  });

  on('a response that cannot be signed does not go out', async () => {
    for (const result of [
      { statusCode: 200, body: 'x'.repeat(101) },
      { statusCode: 200, headers: { 'content-type': 'text/event-stream' }, body: 'data: 1\n\n' },
    ]) {
      const answer = await protect(signing, () => result, { ...clock, onRefused() {} })(event(kit.signed(BODY)));
      assert.deepEqual([answer.statusCode, JSON.parse(answer.body).code], [500, 'response_unsignable']);
    }
  });
}

test('a result without a status is signed as the answer that it stands for', async () => {
  const event = sources['HTTP API']('POST', kit.signed(BODY).headers, BODY);
  const results = { '{"a":1}': { a: 1 }, hello: 'hello', '[1]': [1] };
  for (const [body, result] of Object.entries(results)) {
    const answer = await protect(signing, () => result, clock)(event);
    assert.deepEqual([answer.statusCode, answer.body, fields(answer)['content-type']], [200, body, 'application/json']);
    assert.equal(fields(answer)[NAME.toLowerCase()], header(body, { digits: DIGITS }));
  }
  const plain = { a: 1 };
  assert.equal(await protect(endpoint, () => plain, clock)(event), plain);
});

test('values of headers that are numbers, null or lists do not decide', async () => {
  const { headers, body } = kit.signed(BODY);
  const odd = { ...headers, 'content-length': body.length, 'x-number': 7, 'x-nothing': null, 'x-list': ['a'] };
  const handler = protect(endpoint, () => 'reached', clock);
  assert.equal(await handler(sources['load balancer']('POST', odd, body)), 'reached');
  const short = { ...odd, 'content-length': body.length + 1 };
  const { statusCode } = await handler(sources['load balancer']('POST', short, body));
  assert.equal(statusCode, 500);
});

test('all values of a header count where the event has them', async () => {
  const { headers, header: value, body } = kit.signed(BODY);
  const event = sources['REST API']('POST', headers, body);
  event.multiValueHeaders[NAME] = [value, value];
  const { body: answer } = await protect(endpoint, () => 'reached', clock)(event);
  assert.equal(JSON.parse(answer).code, 'malformed_signature');
});

test('an event without headers or a body is a request without them', async () => {
  const bare = { httpMethod: 'GET', headers: null, multiValueHeaders: null, body: null, isBase64Encoded: false };
  const handler = protect(endpoint, (_event, { caller }) => caller.reason, clock);
  assert.equal(await handler(bare), 'unsigned_method');
  assert.equal((await handler({})).statusCode, 401);
  const parsed = { ...sources['HTTP API']('POST', kit.signed(BODY).headers, BODY), body: { event: 1 } };
  assert.equal((await handler(parsed)).statusCode, 500);
});

test('options are checked when a function is set up', () => {
  refused('invalid_argument', () => protect(kit.keyring, () => undefined));
  refused('invalid_argument', () => protect(endpoint, () => undefined, { signResponses: true }));
});
