// The probe in Hono, on its server for Node.

import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { setTimeout } from 'node:timers/promises';
import { SignkeyError } from '../../../../bindings-node/dist/index.mjs';
import { protect } from '../../../../bindings-node/dist/web.mjs';
import { answer, readsBody } from './behaviours.mjs';
import { control, everyone, hooks, unprotected, variants } from './variants.mjs';

const REPLACEMENT = 'replaced';
/** The statuses whose responses the web does not let have a body. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

function handlerOf(variant) {
  return async (request, admission) => {
    const { method, headers } = request;
    const { pathname, search } = new URL(request.url);
    const behaviour = pathname.slice(variant.name.length + 2);
    const body = readsBody(behaviour) ? Buffer.from(await request.arrayBuffer()) : undefined;
    const [query, contentLength] = [search.slice(1), headers.get('content-length') ?? undefined];
    try {
      const reply = await answer({ variant, admission, method, behaviour, query, contentLength, body });
      return reply === undefined ? new Response('', { status: 404 }) : respond(reply);
    } catch (error) {
      if (error instanceof SignkeyError) return refuse(variant, error);
      throw error;
    }
  };
}

function respond({ status, headers, pieces, pause = 0 }) {
  if (WITHOUT_BODY.has(status) || pieces.length === 0) return new Response(null, { status, headers });
  return new Response(pieces.length === 1 ? pieces[0] : streamOf(pieces, pause), { status, headers });
}

function streamOf(pieces, pause) {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at > 0 && pause > 0) await setTimeout(pause);
      if (at === pieces.length) controller.close();
      else controller.enqueue(pieces[at]);
      at += 1;
    },
  });
}

function refuse(variant, error) {
  const { body, status, headers } = variant.endpoint.refuse(error);
  return new Response(body, { status, headers });
}

const fronts = {
  async parsed(request) {
    const { headers } = request;
    // As parsers do: where the headers announce none, there is none to take.
    if (!headers.has('transfer-encoding') && !Number(headers.get('content-length'))) return request;
    const type = request.headers.get('content-type') ?? '';
    if (type.startsWith('application/json')) await request.json();
    else if (type.startsWith('application/x-www-form-urlencoded')) await request.formData();
    else await request.arrayBuffer();
    return request;
  },
  async replaced(request) {
    return request.body === null ? request : new Request(request, { body: REPLACEMENT });
  },
};

export function server() {
  const app = new Hono();
  for (const variant of variants) {
    if (variant.name === 'odd') continue;
    const { name, endpoint } = variant;
    const handler = protect(endpoint, handlerOf(variant), hooks);
    app.all(`/${name}/*`, async ({ req: { raw } }) => handler(fronts[name] ? await fronts[name](raw) : raw));
  }
  const open = handlerOf(control);
  app.all('/control/*', ({ req: { raw } }) => open(raw, everyone));
  for (const [path, make] of Object.entries(unprotected)) app.get(path, (context) => context.json(make()));
  return createAdaptorServer({ fetch: app.fetch });
}
