// Real servers on loopback, started in one way, and clients of HTTP/1 and HTTP/2 that send what they are told.

import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import { createRequire } from 'node:module';
import { Endpoint } from 'signkey';
import { signkey as middleware } from 'signkey/express';
import { signkey as plugin } from 'signkey/fastify';
import { TestKit } from 'signkey/testing';
import { NOW } from './support.mjs';

const require = createRequire(import.meta.url);

export const kit = new TestKit({ now: NOW });

/** What the handlers answer: the body as the framework has it, and the caller as signkey has it. */
function report({ body, signkey: admission }) {
  return { body: body ?? null, verified: admission.verified ?? null, reason: admission.caller.reason ?? null };
}

/** An express server; `parsed` puts a body parser before signkey, `respond` replaces the handler. */
function express(name, { isHttp2 = false } = {}) {
  const framework = require(name);
  return async ({ options, hooks, parsed = false, respond, raw }) => {
    const app = isHttp2 ? bridged(framework()) : framework();
    app.set('env', 'test');
    if (parsed) app.use(framework.json());
    const guard = middleware(new Endpoint(kit.keyring, options), { now: kit.clock, ...hooks });
    const handlers = raw
      ? [(request, response) => raw(request, response)]
      : respond
        ? [(_request, response) => respond(response)]
        : [framework.json({ limit: '8mb' }), (request, response) => response.json(report(request))];
    app.use('/', guard, ...handlers);
    const server = isHttp2 ? http2.createServer(app) : http.createServer(app);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return server;
  };
}

/** Express makes its requests and responses out of those of HTTP/1. So that it makes them out of those of HTTP/2: */
function bridged(app) {
  const over = ({ prototype }, own) =>
    Object.create(prototype, {
      ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(own)),
      ...Object.getOwnPropertyDescriptors(own),
    });
  app.request = over(http2.Http2ServerRequest, app.request);
  app.response = over(http2.Http2ServerResponse, app.response);
  return app;
}

/** A server of Fastify; `parsed` lets a hook read the body before signkey. */
function fastify(name, { isHttp2 = false } = {}) {
  const framework = require(name);
  return async ({ options, hooks, parsed = false, respond, raw, register = () => undefined }) => {
    const app = framework({ bodyLimit: 8 * 1024 * 1024, http2: isHttp2 });
    if (parsed) {
      app.addHook('onRequest', async (request) => {
        for await (const piece of request.raw) void piece;
      });
    }
    register(app);
    app.register(plugin, { endpoint: new Endpoint(kit.keyring, options), now: kit.clock, ...hooks });
    app.register(async (scope) => {
      if (raw) {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      }
      const method = ['GET', 'HEAD', 'POST', 'PUT'];
      scope.route({
        method,
        url: '/',
        handler: (request, reply) => {
          if (!respond && !raw) return report(request);
          reply.hijack();
          if (raw) raw(request.raw, reply.raw);
          else respond(reply.raw);
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
  'express 5, HTTP/2': express('express', { isHttp2: true }),
  'fastify 4': fastify('fastify-4'),
  'fastify 4, HTTP/2': fastify('fastify-4', { isHttp2: true }),
  'fastify 5': fastify('fastify'),
  'fastify 5, HTTP/2': fastify('fastify', { isHttp2: true }),
};

/** Runs the work with a client of a new server, and takes both down. */
export async function withServer(start, settings, work) {
  const server = await start(settings);
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  const isHttp2 = !('closeAllConnections' in server);
  try {
    const { port } = server.address();
    return await work((request) => (isHttp2 ? send2 : send)(port, request), server, isHttp2);
  } finally {
    for (const session of sessions) session.destroy();
    server.closeAllConnections?.();
    server.close();
  }
}

/** The answer has the bytes and, if they are JSON, the value. */
function answerOf(status, headers, bytes) {
  const isJson = /^application\/json/.test(headers['content-type']);
  const json = isJson && bytes.length > 0 ? JSON.parse(bytes) : undefined;
  return { status, headers, bytes, json };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Sends a request: `body` with a Content-Length, `pieces` in chunks without one. */
async function send(port, { method = 'POST', headers = {}, body, pieces, type = 'application/json' }) {
  const length = body === undefined ? {} : { 'Content-Length': body.length };
  const request = http.request({ port, host: '127.0.0.1', method, agent: false });
  const all = { ...(type ? { 'Content-Type': type } : {}), ...headers, ...length };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) request.setHeader(name, value);
  const answered = once(request, 'response');
  // After a refusal the server closes the connection, whatever is still under way.
  request.on('error', () => undefined);
  for (const piece of pieces ?? []) {
    request.write(piece);
    await pause();
  }
  request.end(body);
  const [response] = await answered;
  return answerOf(response.statusCode, response.headers, Buffer.concat(await response.toArray()));
}

/** The same by HTTP/2. */
async function send2(port, { method = 'POST', headers = {}, body, pieces, type = 'application/json' }) {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  try {
    const length = body === undefined ? {} : { 'content-length': body.length };
    const all = { ':method': method, ':path': '/', ...(type ? { 'content-type': type } : {}), ...headers, ...length };
    const given = Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value]);
    const isEmpty = pieces === undefined && (body === undefined || body.length === 0);
    const stream = session.request(Object.fromEntries(given), { endStream: isEmpty });
    stream.on('error', () => undefined);
    const answered = once(stream, 'response');
    const bytes = [];
    stream.on('data', (piece) => bytes.push(piece));
    const ended = once(stream, 'close');
    for (const piece of pieces ?? []) {
      stream.write(piece);
      await pause();
    }
    if (!isEmpty) stream.end(body);
    const [fields] = await answered;
    await ended;
    return answerOf(fields[':status'], fields, Buffer.concat(bytes));
  } finally {
    session.destroy();
  }
}
