// A whole app on a real server of each framework: sync, introspection, functions and errors, as the README shows it.

import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { signkey as middleware } from 'signkey/express';
import { signkey as plugin } from 'signkey/fastify';
import { register } from 'signkey/fetch';
import { protect } from 'signkey/web';

const require = createRequire(import.meta.url);

const APP = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'test', functions: 1 };
const CONFIGURATION = Buffer.from('{"app_name":"shop","functions":[]}');

/** What the app answers to a request that its adapter let in. */
export async function answer({ config, now, log }, { method, url, admission }) {
  const { pathname, search } = new URL(url, 'http://localhost');
  const json = (status, value) => ({ status, headers: { 'Content-Type': 'application/json' }, body: value });
  try {
    log(method, pathname, admission, config);
    if (pathname === '/throw') return json(200, String(config.keyring.verifyToken('Bearer 00')));
    if (method === 'GET') return json(200, config.introspect(APP, admission));
    if (method !== 'PUT') return json(200, JSON.stringify({ admission }));
    const registration = config.registration(APP, admission, search.slice(1));
    if (registration.state === 'in_band') return registration.response(CONFIGURATION, now());
    await register(registration, CONFIGURATION);
    log(registration);
    return registration.response(undefined, now());
  } catch (error) {
    log(error);
    return json(error.httpStatus ?? 500, JSON.stringify({ error, text: String(error), stack: error.stack }));
  }
}

async function listening(server) {
  if (!server.listening) await once(server, 'listening');
  return server;
}

export const apps = {
  async 'express 5'(setting) {
    const app = require('express')();
    app.set('env', 'test');
    app.use(middleware(setting.endpoint, { now: setting.now }));
    app.use(async ({ method, url, signkey: admission }, response) => {
      const result = await answer(setting, { method, url, admission });
      response.status(result.status).set(result.headers).send(result.body);
    });
    return listening(app.listen(0, '127.0.0.1'));
  },

  async 'fastify 5'(setting) {
    const app = require('fastify')();
    app.register(plugin, { endpoint: setting.endpoint, now: setting.now });
    app.register(async (scope) => {
      // Whatever is sent, without a parser of its own.
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      const method = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
      const handler = async ({ method, url, signkey: admission }, reply) => {
        const result = await answer(setting, { method, url, admission });
        return reply.code(result.status).headers(result.headers).send(result.body);
      };
      scope.route({ method, url: '*', handler, exposeHeadRoute: false });
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server;
  },

  async web(setting) {
    const handler = protect(
      setting.endpoint,
      async (request, admission) => {
        const { method, url } = request;
        const { status, headers: fields, body } = await answer(setting, { method, url, admission });
        return new Response(method === 'HEAD' ? null : body, { status, headers: fields });
      },
      { now: setting.now },
    );
    const server = http.createServer(async (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const body = Buffer.concat(await incoming.toArray());
      const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
      const request = new Request(`http://localhost${url}`, { method, headers, ...(hasBody ? { body } : {}) });
      const response = await handler(request);
      outgoing.writeHead(response.status, [...response.headers].flat()).end(Buffer.from(await response.arrayBuffer()));
    });
    return listening(server.listen(0, '127.0.0.1'));
  },
};
