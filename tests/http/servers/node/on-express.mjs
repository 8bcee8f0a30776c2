// The probe in Express, on Node's server of HTTP/1 or of HTTP/2.

import { createServer } from 'node:http';
import * as node from 'node:http2';
import { createRequire } from 'node:module';
import { signkey } from '../../../../bindings-node/dist/express.mjs';
import { answer, readsBody } from './behaviours.mjs';
import { read, write } from './node-response.mjs';
import { control, everyone, hooks, unprotected, variants } from './variants.mjs';

const require = createRequire(import.meta.url);

const limit = '64mb';

function handlerOf(variant) {
  return async (request, response, next) => {
    try {
      const { method, path, headers, url, signkey: admission, taken } = request;
      const behaviour = path.slice(1);
      const body = readsBody(behaviour) ? (taken ?? (await read(request))) : undefined;
      const query = url.split('?')[1] ?? '';
      const contentLength = headers['content-length'];
      const reply = await answer({ variant, admission, method, behaviour, query, contentLength, body });
      if (reply === undefined) response.status(404).end();
      else await write(response, reply);
    } catch (error) {
      next(error);
    }
  };
}

/** An adapter that is broken on purpose. */
async function admitEveryone(request, _response, next) {
  request.taken = await read(request);
  request.signkey = everyone;
  next();
}

async function drain(request, _response, next) {
  await read(request);
  next();
}

/** Express' parsers read nothing whose length HTTP/2 does not say. */
const parsers = (express, isHttp2) => [
  ...(isHttp2 ? [] : [express.json({ limit }), express.urlencoded({ limit, extended: false })]),
  drain,
];

function makeOdd({ headers }, _response, next) {
  Object.assign(headers, { 'x-number': 7, 'x-nothing': null, 'x-list': ['a', 5] });
  if (headers['content-length'] !== undefined) headers['content-length'] = Number(headers['content-length']);
  next();
}

function appOf(express, isHttp2) {
  const app = express();
  const fronts = { parsed: parsers(express, isHttp2), odd: [makeOdd] };
  for (const variant of variants) {
    if (variant.name === 'replaced') continue;
    app.use(`/${variant.name}`, fronts[variant.name] ?? [], signkey(variant.endpoint, hooks), handlerOf(variant));
  }
  app.use('/control', admitEveryone, handlerOf(control));
  for (const [path, make] of Object.entries(unprotected)) {
    app.get(path, (_request, response) => response.json(make()));
  }
  return app;
}

export function http1(name) {
  return createServer(appOf(require(name), false));
}

export function http2(name) {
  const app = appOf(require(name), true);
  // Express makes its requests and responses out of those of HTTP/1.
  const over = ({ prototype }, own) =>
    Object.create(prototype, {
      ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(own)),
      ...Object.getOwnPropertyDescriptors(own),
    });
  app.request = over(node.Http2ServerRequest, app.request);
  app.response = over(node.Http2ServerResponse, app.response);
  return node.createServer(app);
}
