// What is Fastify's own: hooks that replace the body, scopes, and requests that are injected.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { createGzip, createGunzip, gzipSync } from 'node:zlib';
import { Endpoint } from 'signkey';
import { signkey } from 'signkey/fastify';
import { kit } from './servers.mjs';

const require = createRequire(import.meta.url);
const BODY = JSON.stringify({ event: { name: 'Zoë', pad: 'x'.repeat(500) } });
const OTHER = JSON.stringify({ event: { name: 'replaced' } });
const options = { endpoint: new Endpoint(kit.keyring), now: kit.clock };
const handler = async ({ body, signkey: admission }) => ({ body, reason: admission?.caller.reason ?? null });

/** Puts other bytes in place of the body, with the length that was declared. */
const replace = (text) => async (request, _reply, payload) => {
  payload.resume();
  return Object.assign(Readable.from([Buffer.from(text)]), {
    receivedEncodedLength: Number(request.headers['content-length']),
  });
};

for (const version of ['fastify-4', 'fastify']) {
  const on = (title, work) => test(`${version}: ${title}`, { timeout: 20_000 }, () => work(require(version)()));
  const inject = async (app, { body, headers }, more) => {
    const answer = await app.inject({ method: 'POST', url: '/', payload: Buffer.from(body), headers, ...more });
    return [answer.statusCode, answer.json()];
  };

  on('requests that are injected are judged like any other', async (app) => {
    app.register(signkey, options);
    app.post('/', handler);
    assert.deepEqual(await inject(app, kit.signed(BODY)), [200, { body: JSON.parse(BODY), reason: null }]);
    assert.equal((await inject(app, kit.tampered(BODY)))[1].code, 'signature_mismatch');
    const split = { simulate: { split: true } };
    assert.equal((await inject(app, kit.signed(BODY), split))[0], 200);
    const cut = await app.inject({
      method: 'POST',
      url: '/',
      ...kit.signed(BODY),
      payload: 'x',
      headers: { ...kit.signed(BODY).headers, 'content-length': '500' },
    });
    assert.equal(cut.json().code, 'body_unavailable');
  });

  on('a body that a hook in front has replaced is the one that is judged', async (app) => {
    app.addHook('preParsing', replace(OTHER));
    app.register(signkey, options);
    app.post('/', handler);
    assert.equal((await inject(app, kit.signed(BODY)))[1].code, 'body_unavailable');
    const { headers } = kit.signed(OTHER);
    const { body } = kit.signed('y'.repeat(OTHER.length));
    assert.deepEqual(await inject(app, { body, headers }), [200, { body: JSON.parse(OTHER), reason: null }]);
  });

  on('a body that a hook in front has decoded is the one that is judged, if no length contradicts', async (app) => {
    app.addHook('preParsing', async ({ headers }, _reply, payload) => {
      if (headers['content-encoding'] !== 'gzip') return payload;
      if (headers['x-keep'] === undefined) delete headers['content-length'];
      return payload.pipe(createGunzip());
    });
    app.register(signkey, options);
    app.post('/', handler);
    const { headers } = kit.signed(BODY);
    const encoded = { ...headers, 'Content-Encoding': 'gzip' };
    const codeOf = async (bytes, more) =>
      (await inject(app, { body: bytes, headers: { ...encoded, ...more } }))[1].code;
    assert.equal(await codeOf(gzipSync(BODY)), undefined);
    assert.equal(await codeOf(gzipSync(OTHER)), 'signature_mismatch');
    assert.equal(await codeOf('no gzip'), 'body_incomplete');
    assert.equal(await codeOf(gzipSync(BODY), { 'X-Keep': '1' }), 'body_unavailable');
    assert.equal((await inject(app, kit.signed(BODY)))[0], 200);
  });

  on('a body that a hook in front has read is unavailable', async (app) => {
    app.addHook('preParsing', async (_request, _reply, payload) => {
      for await (const piece of payload) void piece;
      return payload;
    });
    app.register(signkey, options);
    app.post('/', handler);
    assert.equal((await inject(app, kit.signed(BODY)))[1].code, 'body_unavailable');
  });

  const behind = {
    'of the same scope': (app) => {
      app.register(signkey, options);
      app.register(async (scope) => scope.post('/', handler));
      app.after(() => app.addHook('preParsing', replace(OTHER)));
    },
    'of a scope below': (app) => {
      app.register(signkey, options);
      app.register(async (scope) => {
        scope.addHook('preParsing', replace(OTHER));
        scope.post('/', handler);
      });
    },
    'of a route': (app) => {
      app.register(signkey, options);
      app.post('/', { preParsing: replace(OTHER) }, handler);
    },
    'of a route, one of several': (app) => {
      app.register(signkey, options);
      app.get('/a', handler);
      app.register(async (scope) => scope.post('/b/:id', { preParsing: [replace(OTHER)] }, handler));
    },
  };
  for (const [what, set] of Object.entries(behind)) {
    on(`a later hook ${what} keeps the server from getting ready`, async (app) => {
      set(app);
      await assert.rejects(app.ready(), {
        code: 'invalid_argument',
        message: /preParsing hook .* comes behind signkey/,
      });
    });
  }

  on('hooks of other scopes are no matter of it', async (app) => {
    app.register(async (scope) => {
      scope.register(signkey, options);
      scope.post('/', handler);
    });
    app.register(async (scope) => {
      scope.addHook('preParsing', replace(OTHER));
      scope.post('/open', handler);
    });
    await app.ready();
    assert.equal((await inject(app, kit.unsigned(BODY)))[0], 401);
    const open = await app.inject({ method: 'POST', url: '/open', ...kit.unsigned(BODY), payload: BODY });
    assert.deepEqual(open.json(), { body: JSON.parse(OTHER), reason: null });
  });

  on('scopes within each other are each judged by their own endpoint', async (app) => {
    app.register(signkey, { ...options, endpoint: new Endpoint(kit.keyring, { mode: 'dev' }) });
    app.register(async (scope) => {
      scope.register(signkey, options);
      scope.post('/', handler);
    });
    app.post('/dev', handler);
    assert.equal((await inject(app, kit.unsigned(BODY)))[0], 401);
    assert.equal((await inject(app, kit.signed(BODY)))[0], 200);
    const dev = await app.inject({ method: 'POST', url: '/dev', ...kit.unsigned(BODY), payload: BODY });
    assert.equal(dev.json().reason, 'dev');
  });

  on('what is wrong with the options keeps the server from getting ready', async (app) => {
    app.register(signkey, { endpoint: kit.keyring });
    await assert.rejects(app.ready(), { code: 'invalid_argument' });
  });

  on('an error of signkey in a handler is answered with its status', async (app) => {
    app.register(signkey, options);
    app.post('/', () => kit.keyring.verifyToken('Bearer 00'));
    const [status, { code, statusCode }] = await inject(app, kit.signed(BODY));
    assert.deepEqual([status, code, statusCode], [401, 'malformed_token', 401]);
  });

  on('an answer that is compressed behind signkey is signed as it is sent', async (app) => {
    app.register(signkey, { ...options, endpoint: new Endpoint(kit.keyring, { signResponses: true }) });
    app.post('/', (_request, reply) =>
      reply.header('Content-Encoding', 'gzip').send(Readable.from(['x'.repeat(1000)]).pipe(createGzip())),
    );
    const { body, headers } = kit.signed(BODY);
    const answer = await app.inject({ method: 'POST', url: '/', payload: Buffer.from(body), headers });
    const signature = answer.headers['x-inngest-signature'];
    assert.ok(kit.keyring.verifyResponse(answer.rawPayload, signature, { now: kit.now }));
  });
}
