import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
import { misuse } from './error.js';
import { Door } from './internal/door.js';
import { enter } from './internal/enter.js';
import { holdResponse } from './internal/hold-response.js';
import { takeBody } from './internal/take-body.js';
import { takePayload } from './internal/take-payload.js';
import { endUnread } from './internal/write-refusal.js';

export type { AdapterOptions } from './adapter-options.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How the request got in: who sent it, and its verdict. `null` where no signkey is registered. */
    signkey: Admission | null;
  }
}

/** Options of the plugin. */
export interface SignkeyOptions extends AdapterOptions<FastifyRequest> {
  /** What requests are admitted by. */
  endpoint: Endpoint;
}

const ADVICE = 'in Fastify, let no hook read the body before signkey';
/** The names of hooks as Fastify prints them. */
const PRINTED = /^.*\(preParsing\) (\[.*\])$/gm;

const register: FastifyPluginCallback<SignkeyOptions> = (fastify, { endpoint, ...options }, done) => {
  let door: Door<FastifyRequest>;
  try {
    door = new Door(endpoint, options, ADVICE);
  } catch (error) {
    return done(error as Error);
  }
  if (!fastify.hasRequestDecorator('signkey')) fastify.decorateRequest('signkey', null);

  // The last moment before Fastify's own parsers, which find the bytes that were judged.
  fastify.addHook('preParsing', function signkey(request, reply, payload, next) {
    // Registered twice, in a scope and in one above.
    if (door.hasAdmitted(request.signkey)) return next(null, payload);
    let judged = payload;
    const read: Parameters<typeof enter>[3] = (raw, atMost, receive) => {
      if (payload === raw) return takeBody(raw, atMost, receive);
      takePayload(payload, atMost, (received, again) => {
        judged = again;
        receive(received);
      });
    };
    enter(door, request, request.raw, read, (error, admission, refusal, received) => {
      if (admission === undefined) return next(error as Error);
      if (refusal !== undefined) {
        endUnread(request.raw, reply.raw, refusal);
        reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
        return door.report(request, refusal, received);
      }
      request.signkey = admission;
      holdResponse(door, admission, reply.raw, (instead) => door.report(request, instead));
      next(null, judged);
    });
  });

  fastify.addHook('onReady', (ready) => {
    for (const [, names] of fastify.printRoutes({ includeHooks: true }).matchAll(PRINTED)) {
      const hooks = JSON.parse(names as string) as string[];
      const last = hooks.lastIndexOf('signkey()');
      if (last !== -1 && last !== hooks.length - 1) {
        return ready(
          misuse(`the preParsing hook ${hooks[last + 1]} comes behind signkey's, and could replace the body`),
        );
      }
    }
    ready();
  });
  done();
};

/**
 * Plugin for Fastify 4 and 5, over HTTP/1 or HTTP/2, that admits requests of any method in the scope it is registered in,
 * and the scopes below. What is refused never reaches the handler; it is answered with the status of the error, and its
 * code and message as JSON. The handler finds how its request got in as `request.signkey`.
 *
 * It judges what the `preParsing` hooks before it have made of the body. Behind it there may be none: then Fastify does
 * not get ready. Fastify's own `bodyLimit`, 1 MiB by default, holds as well.
 */
export const signkey: FastifyPluginCallback<SignkeyOptions> = Object.assign(register, {
  // Fastify gives a plugin a scope of its own unless it says otherwise.
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'signkey',
  [Symbol.for('plugin-meta')]: { name: 'signkey', fastify: '>=4' },
});
