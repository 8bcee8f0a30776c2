// What stands around signkey in an Express app: it finds the request as it would be without signkey.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { test } from 'node:test';
import { Endpoint } from 'signkey';
import { signkey } from 'signkey/express';
import { kit, withServer } from './servers.mjs';

const require = createRequire(import.meta.url);
const guard = signkey(new Endpoint(kit.keyring), { now: kit.clock });
/** Of another endpoint, which judges for itself. */
const other = signkey(new Endpoint(kit.keyring), { now: kit.clock });
const LARGE = 'x'.repeat(500_000);

for (const name of ['express-4', 'express']) {
  const framework = require(name);
  const read = framework.text({ type: () => true, limit: '8mb' });
  /** Runs the work with a client of an app of these handlers. */
  const on = (title, handlers, work) =>
    test(`${name}: ${title}`, { timeout: 20_000 }, () => {
      const start = async () => {
        const app = framework();
        app.set('env', 'test').post('/', ...handlers);
        const server = http.createServer(app).listen(0, '127.0.0.1');
        await once(server, 'listening');
        return server;
      };
      return withServer(start, {}, work);
    });
  const pieces = ({ body, headers }) => ({ headers, pieces: [body.subarray(0, 5), body.subarray(5)] });
  const ways = [kit.signed(''), kit.signed('small'), kit.signed(LARGE), pieces(kit.signed(LARGE))];

  const storage = new AsyncLocalStorage();
  const keep = (_request, _response, next) => storage.run('kept', next);
  on(
    'the context of a middleware in front is that of the handler',
    [keep, guard, (_, r) => r.send(storage.getStore())],
    async (send) => {
      for (const request of ways) assert.equal((await send({ ...request, type: null })).bytes.toString(), 'kept');
    },
  );

  const wait = (_request, _response, next) => setTimeout(30).then(next);
  on(
    'a middleware in front may wait until the body has long arrived',
    [wait, guard, read, (q, r) => r.send(String(q.body.length ?? 0))],
    async (send) => {
      for (const request of [kit.signed('small'), kit.signed(LARGE), pieces(kit.signed(LARGE))]) {
        const size = request.body?.length ?? LARGE.length;
        assert.equal((await send({ ...request, type: 'text/plain' })).bytes.toString(), String(size));
      }
      assert.equal((await send(kit.tampered('small'))).status, 401);
    },
  );

  on(
    'behind a parser, another signkey finds no body',
    [guard, read, guard, other, (q, r) => r.send(q.body)],
    async (send) => {
      assert.equal((await send(kit.signed('small'))).json.code, 'body_unavailable');
    },
  );
  on('the same signkey passes behind a parser', [guard, read, guard, (q, r) => r.send(q.body)], async (send) => {
    assert.equal((await send({ ...kit.signed('small'), type: 'text/plain' })).bytes.toString(), 'small');
  });
  on(
    'a request may pass signkey twice before its body is read',
    [guard, other, read, (q, r) => r.send(q.body)],
    async (send) => {
      for (const text of ['small', LARGE]) {
        assert.equal((await send({ ...kit.signed(text), type: 'text/plain' })).bytes.toString(), text);
      }
      assert.equal((await send(kit.tampered('small'))).status, 401);
    },
  );

  const pushed = [];
  const watch = (request, _response, next) => {
    const { push } = request;
    request.push = function (piece) {
      pushed.push(piece?.length ?? piece);
      return push.call(this, piece);
    };
    next();
  };
  on(
    'what a program in front has put in place of `push` stays there',
    [watch, guard, read, (q, r) => r.send(q.body)],
    async (send) => {
      pushed.length = 0;
      assert.equal((await send({ ...kit.signed('small'), type: 'text/plain' })).bytes.toString(), 'small');
      assert.deepEqual(pushed, [5, null]);
    },
  );

  const tell = (request, response) => {
    const { readableDidRead, readableEnded, readableFlowing, complete } = request;
    const own = Object.getOwnPropertyNames(request).includes('push');
    response.json({
      readableDidRead,
      readableEnded,
      readableFlowing,
      complete,
      own,
      listeners: request.listenerCount('close'),
    });
  };
  const untouched = { readableDidRead: false, readableEnded: false, readableFlowing: null, complete: true, own: false };
  on('the handler finds a request that nobody has read', [guard, tell], async (send) => {
    for (const request of ways) {
      const { listeners, ...found } = (await send({ ...request, type: null })).json;
      assert.deepEqual([found, listeners <= 1], [untouched, true]);
    }
  });

  on(
    'a handler that throws is answered as without signkey',
    [
      guard,
      () => {
        throw new Error('own');
      },
    ],
    async (send) => {
      assert.equal((await send(kit.signed('small'))).status, 500);
      assert.equal((await send(kit.signed('small'))).status, 500);
    },
  );
}
