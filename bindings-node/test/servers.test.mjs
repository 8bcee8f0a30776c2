import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { Endpoint, Keyring } from 'signkey';
import { TEST_KEY } from 'signkey/testing';
import { frameworks, kit, withServer } from './servers.mjs';
import { KEY, NOW, header } from './support.mjs';

const HEADER = 'x-inngest-signature';
const JSON_BODY = { event: { name: 'app/user.created', data: { name: 'Zoë' } } };
const BODY = JSON.stringify(JSON_BODY);

/** The answer to a refusal: status, code and message, and nothing else. */
function assertRefused(answer, status, code) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'], /^application\/json/);
  assert.deepEqual(Object.keys(answer.json), ['code', 'message']);
  assert.equal(answer.json.code, code);
  assert.equal(answer.headers[HEADER], undefined);
}

for (const [name, start] of Object.entries(frameworks)) {
  const on = (title, settings, work) =>
    test(`${name}: ${title}`, { timeout: 20_000 }, () => withServer(start, settings, work));

  on('the handler gets the verdict, the bytes, and the body from its usual parser', {}, async (send) => {
    const { body, headers } = kit.signed(BODY);
    const { status, json } = await send({ body, headers });
    assert.equal(status, 200);
    assert.deepEqual(json.body, JSON_BODY);
    assert.equal(json.bytes, Buffer.from(BODY).toString('hex'));
    assert.deepEqual(json.verified, {
      keyIndex: 0,
      keyId: kit.keyring.keyIds[0],
      form: 'raw',
      timestamp: NOW,
      ageSeconds: 0,
    });
  });

  on('a chunked body without length, with a character cut in two', {}, async (send) => {
    const { body, headers } = kit.signed(BODY);
    const cut = body.indexOf(0xc3) + 1;
    const { json } = await send({ pieces: [body.subarray(0, cut), body.subarray(cut)], headers });
    assert.deepEqual(json.body, JSON_BODY);
    assert.equal(json.bytes, Buffer.from(BODY).toString('hex'));
  });

  on('a body of many packets', {}, async (send) => {
    const { body, headers } = kit.signed(JSON.stringify({ a: 'x'.repeat(3_000_000) }));
    const { json } = await send({ body, headers });
    assert.equal(json.body.a.length, 3_000_000);
    assert.equal(json.bytes, Buffer.from(body).toString('hex'));
  });

  on('an empty body, in each way to send it', {}, async (send, server) => {
    const headers = { [HEADER]: kit.signed('').header };
    for (const request of [{ body: Buffer.alloc(0) }, { pieces: [] }, { method: 'GET' }]) {
      const { status, json } = await send({ ...request, headers, type: null });
      assert.equal(status, 200);
      assert.equal(json.bytes, '');
    }
    const socket = net.connect(server.address().port, '127.0.0.1');
    const lines = ['POST / HTTP/1.1', 'Host: x', 'Content-Type: text/plain', `${HEADER}: ${headers[HEADER]}`];
    socket.write([...lines, 'Transfer-Encoding: chunked', 'Connection: close', '', '0', '', ''].join('\r\n'));
    assert.match(Buffer.concat(await socket.toArray()).toString(), /^HTTP\/1\.1 200 .*"bytes":""/s);
  });

  on('a GET with a body', {}, async (send) => {
    const { body, headers } = kit.signed(BODY);
    assert.equal((await send({ method: 'GET', body, headers })).json.bytes, Buffer.from(BODY).toString('hex'));
    assertRefused(await send({ method: 'GET', headers }), 401, 'signature_mismatch');
  });

  on('a body that is not canonical', {}, async (send) => {
    const headers = { [HEADER]: header('{"a":1,"b":[]}', { digits: TEST_KEY.slice(13) }) };
    const { json } = await send({ body: Buffer.from('{ "b": [], "a": 1.0 }'), headers });
    assert.equal(json.verified.form, 'canonical');
  });

  on('refusals', {}, async (send) => {
    const body = Buffer.from(BODY);
    assertRefused(await send({ body }), 401, 'missing_signature');
    assertRefused(await send({ body, headers: { [HEADER]: '' } }), 401, 'malformed_signature');
    for (const [kind, code] of Object.entries({
      expired: 'expired',
      early: 'not_yet_valid',
      tampered: 'signature_mismatch',
    })) {
      assertRefused(await send(kit[kind](BODY)), 401, code);
    }
    const { json } = await send({ body });
    assert.equal(json.message, 'the signature header is missing');
  });

  on('two signature headers are none', {}, async (send) => {
    const { body, header: value } = kit.signed(BODY);
    assertRefused(await send({ body, headers: { [HEADER]: [value, value] } }), 401, 'malformed_signature');
  });

  on('a window of its own', { options: { past: 400, future: 400 } }, async (send) => {
    assert.equal((await send(kit.expired(BODY))).status, 200);
    assert.equal((await send(kit.early(BODY))).status, 200);
  });

  on('bodies up to the limit', { options: { maxBodySize: 100 } }, async (send) => {
    const exact = kit.signed(JSON.stringify(['x'.repeat(96)]));
    const large = kit.signed(JSON.stringify(['x'.repeat(97)]));
    assert.equal((await send(exact)).status, 200);
    assertRefused(await send(large), 413, 'body_too_large');
    assertRefused(
      await send({ headers: large.headers, pieces: [large.body.subarray(50), large.body] }),
      413,
      'body_too_large',
    );
    assertRefused(await send({ pieces: [large.body, large.body] }), 401, 'missing_signature');
  });

  on('a refused upload is not read on', { options: { maxBodySize: 100 } }, async (send, server) => {
    const socket = net.connect(server.address().port, '127.0.0.1');
    const signature = kit.signed('').header;
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${HEADER}: ${signature}\r\nContent-Length: 1000000000\r\n\r\nxxx`);
    const answer = Buffer.concat(await socket.toArray()).toString();
    assert.match(answer, /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/is);
    assert.match(answer, /"code":"body_too_large"/);
  });

  on('methods that may be unsigned', { options: { unsignedMethods: ['get'] } }, async (send) => {
    const { status, json } = await send({ method: 'GET', type: null });
    assert.equal(status, 200);
    assert.deepEqual([json.verified, json.reason], [null, 'unsigned_method']);
    assertRefused(await send({ method: 'GET', headers: { [HEADER]: 't=1' } }), 401, 'malformed_signature');
    assertRefused(await send({ ...kit.expired(''), method: 'GET' }), 401, 'expired');
    assertRefused(await send({ method: 'POST' }), 401, 'missing_signature');
    assert.ok((await send({ method: 'GET', headers: { [HEADER]: kit.signed('').header } })).json.verified);
  });

  const dev = new Endpoint(kit.keyring, { mode: 'dev' });

  on('in dev mode, unsigned requests are let through as what they are', { endpoint: dev }, async (send) => {
    const { status, json } = await send({ body: Buffer.from(BODY) });
    assert.deepEqual([status, json.body, json.verified, json.reason], [200, JSON_BODY, null, 'dev']);
    const signed = await send(kit.signed(BODY));
    assert.deepEqual([signed.json.verified.form, signed.json.reason], ['raw', null]);
    assertRefused(await send(kit.tampered(BODY)), 401, 'signature_mismatch');
    assertRefused(await send({ headers: { [HEADER]: 't=1' } }), 401, 'malformed_signature');
  });

  const without = { endpoint: new Endpoint(null, { mode: 'dev' }) };

  on('in dev mode without a key, signed ones too', without, async (send) => {
    const { json } = await send(kit.signed(BODY));
    assert.deepEqual([json.body, json.verified, json.reason], [JSON_BODY, null, 'dev_without_key']);
  });

  on('without a key, everything is refused', { endpoint: new Endpoint(null, { mode: 'cloud' }) }, async (send) => {
    assertRefused(await send(kit.signed(BODY)), 500, 'missing_signing_key');
    assertRefused(await send({ method: 'GET', type: null }), 500, 'missing_signing_key');
  });

  const own = { mode: 'cloud', unsignedMethods: ['GET'], unsignedSync: true, past: 400 };

  on('an endpoint has methods and a window of its own', { endpoint: new Endpoint(kit.keyring, own) }, async (send) => {
    assert.equal((await send({ method: 'GET', type: null })).json.reason, 'unsigned_method');
    assert.equal((await send({ method: 'PUT', type: null })).json.reason, 'unsigned_sync');
    assert.equal((await send(kit.expired(BODY))).status, 200);
    assertRefused(await send(kit.early(BODY)), 401, 'not_yet_valid');
    assertRefused(await send({ body: Buffer.from(BODY) }), 401, 'missing_signature');
  });

  on('a body that was read before is an error of the set-up', { parsed: true }, async (send) => {
    const answer = await send(kit.signed(BODY));
    assertRefused(answer, 500, 'body_unavailable');
    assert.match(answer.json.message, /: verify the request before a body parser or anything else reads it$/);
  });

  on('a client that goes away', {}, async (send, server) => {
    const socket = net.connect(server.address().port, '127.0.0.1');
    const { header: value } = kit.signed(BODY);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${HEADER}: ${value}\r\nContent-Length: 500\r\n\r\n{"half":`);
    await once(server, 'request');
    socket.destroy();
    assert.equal((await send(kit.signed(BODY))).status, 200);
  });

  on('responses are not signed unless that is asked for', {}, async (send) => {
    assert.equal((await send(kit.signed(BODY))).headers[HEADER], undefined);
  });

  const signing = { signResponses: true };

  on('a signed response', { options: signing, keyring: new Keyring(KEY, TEST_KEY) }, async (send) => {
    const { headers, bytes, json } = await send(kit.signed(BODY));
    assert.equal(json.verified.keyIndex, 1);
    // Signed with the key that verified the request.
    assert.equal(headers[HEADER], header(bytes, { digits: TEST_KEY.slice(13) }));
    assert.equal(kit.keyring.verifyResponse(bytes, headers[HEADER], { now: kit.now }).form, 'raw');
    assert.equal(Number(headers['content-length']), bytes.length);
  });

  on(
    'responses to unsigned and refused requests are not signed',
    { options: { ...signing, unsignedMethods: ['GET'] } },
    async (send) => {
      assert.equal((await send({ method: 'GET', type: null })).headers[HEADER], undefined);
      assertRefused(await send(kit.tampered(BODY)), 401, 'signature_mismatch');
    },
  );

  const streamed = (response) => {
    response.writeHead(201, 'Made', { 'Content-Type': 'text/plain', 'X-Two': ['a', 'b'] });
    response.flushHeaders();
    response.write('Zo');
    response.write(Buffer.from('c3', 'hex'), () => response.end('ab', 'hex'));
  };

  on('an endpoint signs with its own keys', { options: signing, endpoint: dev }, async (send) => {
    const { headers, bytes } = await send(kit.signed(BODY));
    assert.equal(headers[HEADER], header(bytes, { digits: TEST_KEY.slice(13) }));
    assert.equal((await send({ body: Buffer.from(BODY) })).headers[HEADER], undefined);
  });

  on('a signed response in pieces', { options: signing, respond: streamed }, async (send) => {
    const { status, headers, bytes } = await send(kit.signed(BODY));
    assert.equal(status, 201);
    assert.equal(headers['x-two'], 'a, b');
    assert.equal(bytes.toString('hex'), Buffer.from('Zo').toString('hex') + 'c3ab');
    assert.equal(headers[HEADER], header(bytes, { digits: TEST_KEY.slice(13) }));
  });

  const empty = (response) => {
    response.setHeader('X-Raw', 'replaced');
    response.writeHead(204, ['X-Raw', '1', 'X-Raw', '2']).end();
  };

  on('a signed response without a body', { options: signing, respond: empty }, async (send) => {
    const { status, headers } = await send(kit.signed(BODY));
    assert.deepEqual([status, headers['x-raw']], [204, '1, 2']);
    assert.equal(headers[HEADER], header('', { digits: TEST_KEY.slice(13) }));
  });

  on('a signed response to HEAD covers what is sent: nothing', { options: signing }, async (send) => {
    const { headers } = await send({ ...kit.signed(''), method: 'HEAD', type: null });
    assert.equal(headers[HEADER], header('', { digits: TEST_KEY.slice(13) }));
  });
}

test('fastify: a keyring or an endpoint, not both and not neither', async () => {
  const endpoint = new Endpoint(kit.keyring, { mode: 'dev' });
  for (const name of ['fastify 4', 'fastify 5']) {
    const start = (settings) => withServer(frameworks[name], settings, () => assert.fail('started'));
    const isMisuse = { code: 'invalid_argument' };
    await assert.rejects(start({ endpoint, options: { keyring: kit.keyring } }), isMisuse);
    await assert.rejects(start({ options: { keyring: undefined } }), isMisuse);
    await assert.rejects(start({ endpoint, options: { past: 5 } }), isMisuse);
  }
});
