// Requests to real servers, from which signkey's middleware and plugin are to keep what is not signed.

import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { TEST_KEY, TEST_KEY_FALLBACK } from 'signkey/testing';
import { frameworks, kit, withServer } from './servers.mjs';
import { NOW, header } from './support.mjs';

const HEADER = 'x-inngest-signature';
const JSON_BODY = { event: { name: 'app/user.created', data: { name: 'Zoë' } } };
const BODY = JSON.stringify(JSON_BODY);
const DIGITS = TEST_KEY.slice(13);
const FALLBACK_DIGITS = TEST_KEY_FALLBACK.slice(13);

/** The answer to a refusal: status, code and message, and nothing else. */
function assertRefused(answer, status, code) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'], /^application\/json/);
  assert.deepEqual(Object.keys(answer.json), ['code', 'message']);
  assert.equal(answer.json.code, code);
  assert.equal(answer.headers[HEADER], undefined);
  assert.equal(answer.headers['www-authenticate'], status === 401 ? 'Inngest-Signature' : undefined);
}

for (const [name, start] of Object.entries(frameworks)) {
  const on = (title, settings, work) =>
    test(`${name}: ${title}`, { timeout: 20_000 }, () => withServer(start, settings, work));

  on('the handler finds the admission, and the body from its usual parser', {}, async (send) => {
    const { status, json } = await send(kit.signed(BODY));
    assert.equal(status, 200);
    assert.deepEqual(json.body, JSON_BODY);
    assert.deepEqual(json.verified, {
      keyIndex: 0,
      keyId: kit.keyring.keyIds[0],
      form: 'raw',
      timestamp: NOW,
      ageSeconds: 0,
    });
  });

  const echo = async (request, response) => response.end(Buffer.concat(await request.toArray()));

  on('a body without a declared length verifies, with a character cut in two', { raw: echo }, async (send) => {
    const { body, headers } = kit.signed(BODY);
    const cut = body.indexOf(0xc3) + 1;
    const { status, bytes } = await send({ pieces: [body.subarray(0, cut), body.subarray(cut)], headers });
    assert.deepEqual([status, bytes.toString()], [200, BODY]);
  });

  on('a body of many packets verifies', {}, async (send) => {
    const { json } = await send(kit.signed(JSON.stringify({ a: 'x'.repeat(3_000_000) })));
    assert.equal(json.body.a.length, 3_000_000);
  });

  on('an empty body verifies, in each way to send it', {}, async (send, server, isHttp2) => {
    const { header: value } = kit.signed('');
    const headers = { [HEADER]: value };
    for (const request of [{ body: Buffer.alloc(0) }, { pieces: [] }, { method: 'GET' }]) {
      const { status, json } = await send({ ...request, headers, type: null });
      assert.equal(status, 200);
      assert.equal(json.verified.form, 'raw');
    }
    if (isHttp2) return;
    const socket = net.connect(server.address().port, '127.0.0.1');
    const lines = ['POST / HTTP/1.1', 'Host: x', 'Content-Type: text/plain', `${HEADER}: ${value}`];
    socket.write([...lines, 'Transfer-Encoding: chunked', 'Connection: close', '', '0', '', ''].join('\r\n'));
    assert.match(Buffer.concat(await socket.toArray()).toString(), /^HTTP\/1\.1 200 .*"form":"raw"/s);
  });

  on('a GET with a body verifies by its body', {}, async (send) => {
    const { body, headers } = kit.signed(BODY);
    assert.equal((await send({ method: 'GET', body, headers })).status, 200);
    assertRefused(await send({ method: 'GET', headers }), 401, 'signature_mismatch');
  });

  on('a body that is not canonical verifies by its canonical form', {}, async (send) => {
    const headers = { [HEADER]: header('{"a":1,"b":[]}', { digits: DIGITS }) };
    const { json } = await send({ body: Buffer.from('{ "b": [], "a": 1.0 }'), headers });
    assert.equal(json.verified.form, 'canonical');
  });

  on('what is wrong is refused, and always answered', {}, async (send) => {
    const codes = {
      unsigned: 'missing_signature',
      malformed: 'malformed_signature',
      expired: 'expired',
      early: 'not_yet_valid',
      tampered: 'signature_mismatch',
    };
    for (const [kind, code] of Object.entries(codes)) assertRefused(await send(kit[kind](BODY)), 401, code);
    const { body, header: value } = kit.signed(BODY);
    assertRefused(await send({ body, headers: { [HEADER]: [value, value] } }), 401, 'malformed_signature');
    assert.equal((await send(kit.unsigned(BODY))).json.message, 'the signature header is missing');
  });

  on('no answer of HTTP/2 has a header about the connection', {}, async (send, _server, isHttp2) => {
    if (!isHttp2) return;
    const pieces = [Buffer.from('x'), Buffer.from('y')];
    for (const request of [
      kit.signed(BODY),
      kit.tampered(BODY),
      { pieces },
      { headers: kit.signed('').headers, pieces },
    ]) {
      assert.equal((await send(request)).headers.connection, undefined);
    }
  });

  on('bodies are read up to the limit', { options: { maxBodySize: 100 } }, async (send) => {
    const exact = kit.signed(JSON.stringify(['x'.repeat(96)]));
    const large = kit.signed(JSON.stringify(['x'.repeat(97)]));
    assert.equal((await send(exact)).status, 200);
    assertRefused(await send(large), 413, 'body_too_large');
    const pieces = [large.body.subarray(50), large.body];
    assertRefused(await send({ headers: large.headers, pieces }), 413, 'body_too_large');
    assertRefused(await send({ pieces }), 401, 'missing_signature');
  });

  on('a refused upload is not read on', { options: { maxBodySize: 100 } }, async (send, server, isHttp2) => {
    if (isHttp2) return;
    const socket = net.connect(server.address().port, '127.0.0.1');
    const signature = kit.signed('').header;
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${HEADER}: ${signature}\r\nContent-Length: 1000000000\r\n\r\nxxx`);
    const answer = Buffer.concat(await socket.toArray()).toString();
    assert.match(answer, /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/is);
    assert.match(answer, /"code":"body_too_large"/);
  });

  const opened = { options: { unsignedMethods: ['GET'], unsignedSync: true, past: 400 } };

  on('an endpoint lets through what it is told to', opened, async (send) => {
    const { status, json } = await send({ method: 'GET', type: null });
    assert.deepEqual([status, json.verified, json.reason], [200, null, 'unsigned_method']);
    assert.equal((await send({ method: 'PUT', type: null })).json.reason, 'unsigned_sync');
    assertRefused(await send({ method: 'GET', headers: { [HEADER]: 't=1' } }), 401, 'malformed_signature');
    assertRefused(await send({ ...kit.tampered(''), method: 'GET' }), 401, 'signature_mismatch');
    assertRefused(await send({ method: 'POST', body: Buffer.from(BODY) }), 401, 'missing_signature');
    assert.equal((await send(kit.expired(BODY))).status, 200);
    assertRefused(await send(kit.early(BODY)), 401, 'not_yet_valid');
  });

  on('in dev mode, unsigned requests are let through as what they are', { options: { mode: 'dev' } }, async (send) => {
    const { status, json } = await send({ body: Buffer.from(BODY) });
    assert.deepEqual([status, json.body, json.verified, json.reason], [200, JSON_BODY, null, 'dev']);
    const signed = await send(kit.signed(BODY));
    assert.deepEqual([signed.json.verified.form, signed.json.reason], ['raw', null]);
    assertRefused(await send(kit.tampered(BODY)), 401, 'signature_mismatch');
  });

  const told = [];
  const hooks = { onRefused: ({ method }, error) => told.push([method, error.code, error.message]) };

  on('a body that was read before is an error of the set-up', { parsed: true, hooks }, async (send) => {
    assertRefused(await send(kit.signed(BODY)), 500, 'body_unavailable');
    const [[method, code, message], ...others] = told;
    assert.deepEqual([method, code, others], ['POST', 'body_unavailable', []]);
    assert.match(message, /: in (Express, mount signkey\(endpoint\) before express\.json|Fastify, let no hook read)/);
  });

  const warned = [];
  const warning = { onWarning: ({ url }, { code }) => warned.push([url, code]) };

  on('hooks are told who says what contradicts the mode', { hooks: warning }, async (send) => {
    const { body, headers } = kit.signed(BODY);
    assert.equal((await send({ body, headers: { ...headers, 'X-Inngest-Server-Kind': 'dev' } })).status, 200);
    assert.equal((await send({ body, headers: { ...headers, 'X-Inngest-Server-Kind': 'cloud' } })).status, 200);
    assert.deepEqual(warned, [['/', 'dev_server_in_cloud_mode']]);
  });

  const broken = {
    onRefused() {
      throw new Error('the log is full');
    },
  };

  on('a hook that throws keeps no request from its answer', { hooks: broken }, async (send) => {
    assertRefused(await send(kit.tampered(BODY)), 401, 'signature_mismatch');
    assert.equal((await send(kit.signed(BODY))).status, 200);
  });

  const gone = [];
  const watching = { hooks: { onRefused: (_request, { code }) => gone.push(code) } };

  on('a client that goes away leaves an incomplete body', watching, async (send, server, isHttp2) => {
    if (isHttp2) return;
    const socket = net.connect(server.address().port, '127.0.0.1');
    const { header: value } = kit.signed(BODY);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${HEADER}: ${value}\r\nContent-Length: 500\r\n\r\n{"half":`);
    await once(server, 'request');
    socket.destroy();
    assert.equal((await send(kit.signed(BODY))).status, 200);
    for (let wait = 0; gone.length === 0 && wait < 100; wait += 1) await new Promise((next) => setTimeout(next, 10));
    assert.deepEqual(gone, ['body_incomplete']);
  });

  const late = (request, response) => {
    // Long after the last byte has arrived.
    setTimeout(async () => response.end(Buffer.concat(await request.toArray())), 20);
  };

  on('a handler that reads its body late finds it', { raw: late }, async (send) => {
    for (const text of ['', 'x', BODY, 'x'.repeat(300_000)]) {
      const { bytes } = await send({ ...kit.signed(text), type: 'text/plain' });
      assert.equal(bytes.toString(), text);
    }
  });

  const ignoring = (_request, response) => response.end('ok');

  on('a handler that does not read its body leaves the connection as it is', { raw: ignoring }, async (send) => {
    for (const text of ['', BODY, 'x'.repeat(300_000)]) assert.equal((await send(kit.signed(text))).status, 200);
  });

  const pieces = 50_000;
  on('a body in pieces of one byte verifies', { raw: late }, async (send, server, isHttp2) => {
    if (isHttp2) return;
    const { body, header: value } = kit.signed('z'.repeat(pieces));
    const socket = net.connect(server.address().port, '127.0.0.1');
    const head = [
      'POST / HTTP/1.1',
      'Host: x',
      `${HEADER}: ${value}`,
      'Transfer-Encoding: chunked',
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${'1\r\nz\r\n'.repeat(pieces)}0\r\n\r\n`);
    const answer = Buffer.concat(await socket.toArray()).toString();
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.equal(answer.split('z').length - 1, body.length);
  });

  on('responses are not signed unless that is asked for', {}, async (send) => {
    assert.equal((await send(kit.signed(BODY))).headers[HEADER], undefined);
  });

  const signing = { signResponses: true, maxResponseSize: 1000, unsignedMethods: ['GET'] };

  on('a response is signed with the key that verified its request', { options: signing }, async (send) => {
    const { headers, bytes, json } = await send(kit.fallbackSigned(BODY));
    assert.equal(json.verified.keyIndex, 1);
    assert.equal(headers[HEADER], header(bytes, { digits: FALLBACK_DIGITS }));
    assert.equal(Number(headers['content-length']), bytes.length);
    assert.equal(kit.keyring.verifyResponse(bytes, headers[HEADER], { now: kit.now }).form, 'raw');
  });

  on('responses to unsigned and refused requests are not signed', { options: signing }, async (send) => {
    assert.equal((await send({ method: 'GET', type: null })).headers[HEADER], undefined);
    assertRefused(await send(kit.tampered(BODY)), 401, 'signature_mismatch');
  });

  const streamed = (response) => {
    response.writeHead(201, { 'Content-Type': 'text/plain', 'X-Two': ['a', 'b'], [HEADER]: 'forged' });
    response.flushHeaders();
    response.write('Zo');
    response.write(Buffer.from('c3', 'hex'), () => response.end('ab', 'hex'));
  };

  on('a response in pieces is signed as a whole', { options: signing, respond: streamed }, async (send) => {
    const { status, headers, bytes } = await send(kit.signed(BODY));
    assert.equal(status, 201);
    assert.equal(headers['x-two'], 'a, b');
    assert.equal(bytes.toString('hex'), Buffer.from('Zo').toString('hex') + 'c3ab');
    assert.equal(headers[HEADER], header(bytes, { digits: DIGITS }));
  });

  const reusing = async (response) => {
    const buffer = Buffer.alloc(4);
    for (const letter of 'ABC') {
      buffer.fill(letter);
      await new Promise((resolve) => response.write(buffer, resolve));
    }
    buffer.fill('Z');
    response.end();
  };

  on(
    'memory that is lent is not kept: a handler may use its buffer again',
    { options: signing, respond: reusing },
    async (send) => {
      const { headers, bytes } = await send(kit.signed(BODY));
      assert.equal(bytes.toString(), 'AAAABBBBCCCC');
      assert.equal(headers[HEADER], header(bytes, { digits: DIGITS }));
    },
  );

  for (const status of [204, 205, 304]) {
    const empty = (response) => {
      response.setHeader('X-Raw', 'replaced');
      response.writeHead(status, ['X-Raw', '1', 'x-raw', '2', 'Content-Length', '1']);
      response.end('x');
    };
    on(
      `a response of status ${status} is signed over the empty body`,
      { options: signing, respond: empty },
      async (send) => {
        const answer = await send(kit.signed(BODY));
        assert.deepEqual([answer.status, answer.headers['x-raw'], answer.bytes.length], [status, '1, 2', 0]);
        assert.equal(answer.headers[HEADER], header('', { digits: DIGITS }));
      },
    );
  }

  on('a response to HEAD is signed over what is sent: nothing', { options: signing }, async (send) => {
    const { headers } = await send({ ...kit.signed(''), body: undefined, method: 'HEAD', type: null });
    assert.equal(headers[HEADER], header('', { digits: DIGITS }));
  });

  const large = (response) => {
    response.setHeader('Content-Type', 'text/plain');
    response.setHeader('X-Own', '1');
    for (let piece = 0; piece < 20; piece += 1) response.write('x'.repeat(100));
    response.end('y', () => undefined);
  };
  const all = (response) => response.writeHead(200, { 'Content-Length': 1001 }).end('x'.repeat(1001));
  const events = (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    // It would never end by itself.
    setTimeout(() => response.write('data: 1\n\n'), 10);
  };
  const cannot = [];
  const counting = { onRefused: (_request, { code }) => cannot.push(code) };

  for (const [what, respond] of Object.entries({
    'too large in pieces': large,
    'too large': all,
    'an event stream': events,
  })) {
    on(
      `a response that is ${what} does not go out unsigned`,
      { options: signing, respond, hooks: counting },
      async (send) => {
        cannot.length = 0;
        const answer = await send(kit.signed(BODY));
        assertRefused(answer, 500, 'response_unsignable');
        assert.equal(answer.headers['x-own'], undefined);
        assert.deepEqual(cannot, ['response_unsignable']);
      },
    );
  }

  on(
    'a response is not held where it is not signed',
    { options: signing, respond: events },
    async (send, server, isHttp2) => {
      if (isHttp2) return;
      const socket = net.connect(server.address().port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      for (let text = ''; !text.includes('data: 1');) text += String((await once(socket, 'data'))[0]);
      socket.destroy();
    },
  );
}

for (const name of ['express', 'express-4']) {
  test(`${name}: an error of signkey in a handler is answered with its status`, async () => {
    const framework = createRequire(import.meta.url)(name);
    const start = async () => {
      const app = framework();
      app.set('env', 'production');
      app.use((_request, _response, next) => {
        try {
          kit.keyring.verifyToken('Bearer 00');
        } catch (error) {
          next(error);
        }
      });
      const server = app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    };
    await withServer(start, {}, async (send) => {
      const { status, bytes } = await send({});
      assert.equal(status, 401);
      assert.doesNotMatch(bytes.toString(), / at |token/);
    });
  });
}
