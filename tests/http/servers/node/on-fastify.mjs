// The probe in Fastify, over HTTP/1 or HTTP/2.

import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { signkey } from '../../../../bindings-node/dist/fastify.mjs';
import { answer, readsBody } from './behaviours.mjs';
import { read, write } from './node-response.mjs';
import { control, everyone, hooks, unprotected, variants } from './variants.mjs';

const require = createRequire(import.meta.url);

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const LIMIT = 64 * 1024 * 1024;
const REPLACEMENT = Buffer.from('replaced');

function handlerOf(variant) {
  return async (request, reply) => {
    const { method, raw, headers, signkey: admission } = request;
    const [path, query = ''] = request.url.split('?');
    const behaviour = path.slice(variant.name.length + 2);
    // Fastify parses no body of methods that have none.
    const body = readsBody(behaviour) ? (request.body ?? (await read(raw))) : undefined;
    const contentLength = headers['content-length'];
    const found = await answer({ variant, admission, method, behaviour, query, contentLength, body });
    if (found === undefined) return reply.code(404).send('');
    const { status, headers: fields, pieces, pause, reuses, isStreamed } = found;
    if (pause !== undefined || reuses) {
      reply.hijack();
      return write(reply.raw, found);
    }
    return reply
      .code(status)
      .headers(fields)
      .send(isStreamed ? Readable.from(pieces) : (pieces[0] ?? ''));
  };
}

/** An adapter that is broken on purpose. */
async function admitEveryone(request, _reply, payload) {
  request.signkey = everyone;
  return payload;
}

const fronts = {
  async parsed(request, _reply, payload) {
    const bytes = await read(payload);
    if (/json/.test(request.headers['content-type'])) JSON.parse(bytes);
    return payload;
  },
  async replaced(_request, _reply, payload) {
    payload.resume();
    return Readable.from([REPLACEMENT]);
  },
  async odd({ raw: { headers } }, _reply, payload) {
    Object.assign(headers, { 'x-number': 7, 'x-nothing': null, 'x-list': ['a', 5] });
    if (headers['content-length'] !== undefined) headers['content-length'] = Number(headers['content-length']);
    return payload;
  },
};

async function mount(app, variant, guard) {
  await app.register(async (scope) => {
    if (fronts[variant.name]) scope.addHook('preParsing', fronts[variant.name]);
    await guard(scope);
    scope.route({ method: METHODS, url: `/${variant.name}/*`, handler: handlerOf(variant) });
  });
}

async function server(name, options) {
  const app = require(name)({ bodyLimit: LIMIT, exposeHeadRoutes: false, ...options });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const variant of variants) {
    const { endpoint } = variant;
    await mount(app, variant, (scope) => scope.register(signkey, { endpoint, ...hooks }));
  }
  await mount(app, control, async (scope) => {
    scope.decorateRequest('signkey', null);
    scope.addHook('preParsing', admitEveryone);
  });
  for (const [path, make] of Object.entries(unprotected)) app.get(path, async () => make());
  await app.ready();
  return app.server;
}

export const http1 = (name) => server(name, {});
export const http2 = (name) => server(name, { http2: true });
