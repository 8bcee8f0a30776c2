// Real servers on loopback, started in one way, and a client that sends what it is told.

import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { signkey as middleware } from 'signkey/express';
import { signkey as plugin } from 'signkey/fastify';
import { TestKit } from 'signkey/testing';
import { NOW } from './support.mjs';

const require = createRequire(import.meta.url);

export const kit = new TestKit({ now: NOW });

/** What the handlers answer: the body as the framework has it, the bytes and the verdict as signkey has them. */
function report({ body, signkey: signed, signkeyUnverified }) {
  const bytes = signed ? Buffer.from(signed.body).toString('hex') : null;
  return {
    body: body ?? null,
    bytes,
    verified: signed?.verified ?? null,
    reason: signkeyUnverified?.reason ?? null,
  };
}

/** A server of Express. `parsed` puts a body parser before signkey, `respond` replaces the handler. */
function express(name) {
  const framework = require(name);
  return async ({ keyring = kit.keyring, endpoint, options, parsed = false, respond }) => {
    const app = framework();
    app.set('env', 'test');
    if (parsed) app.use(framework.json());
    app.use(middleware(endpoint ?? keyring, { now: kit.clock, ...options }));
    if (respond) app.use((request, response) => respond(response));
    app.use(framework.json({ limit: '8mb' }));
    app.use((request, response) => response.json(report(request)));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
}

/** A server of Fastify. `parsed` lets a hook read the body before signkey. */
function fastify(name) {
  const framework = require(name);
  return async ({ keyring = kit.keyring, endpoint, options, parsed = false, respond }) => {
    const app = framework({ bodyLimit: 8 * 1024 * 1024 });
    if (parsed) {
      app.addHook('onRequest', async ({ raw }) => {
        for await (const piece of raw) void piece;
      });
    }
    app.register(plugin, { ...(endpoint ? { endpoint } : { keyring }), now: kit.clock, ...options });
    app.register(async (scope) => {
      const method = ['GET', 'HEAD', 'POST', 'PUT'];
      scope.route({
        method,
        url: '/',
        handler: (request, reply) => {
          if (!respond) return report(request);
          reply.hijack();
          respond(reply.raw);
        },
      });
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server;
  };
}

export const frameworks = {
  'express 4': express('express-4'),
  'express 5': express('express'),
  'fastify 4': fastify('fastify-4'),
  'fastify 5': fastify('fastify'),
};

/** Runs the work with a client of a new server, and takes both down. */
export async function withServer(start, settings, work) {
  const server = await start(settings);
  try {
    return await work((request) => send(server.address().port, request), server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/**
 * Sends a request: `body` with a Content-Length, `pieces` in chunks without one. The answer has the bytes and, if they
 * are JSON, the value.
 */
async function send(port, { method = 'POST', headers = {}, body, pieces, type = 'application/json' }) {
  const length = body === undefined ? {} : { 'Content-Length': body.length };
  const request = http.request({ port, host: '127.0.0.1', method, agent: false });
  const all = { ...(type ? { 'Content-Type': type } : {}), ...headers, ...length };
  for (const [name, value] of Object.entries(all)) request.setHeader(name, value);
  const answered = once(request, 'response');
  // After a refusal the server closes the connection, whatever is still under way.
  request.on('error', () => undefined);
  for (const piece of pieces ?? []) {
    request.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  request.end(body);
  const [response] = await answered;
  const bytes = Buffer.concat(await response.toArray());
  const isJson = /^application\/json/.test(response.headers['content-type']);
  const json = isJson && bytes.length > 0 ? JSON.parse(bytes) : undefined;
  return { status: response.statusCode, headers: response.headers, bytes, json };
}
