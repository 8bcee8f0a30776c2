import type { FastifyPluginCallback } from 'fastify';
import type { HttpOptions, Signed } from './http.js';
import { admit } from './internal/admit.js';
import { Gate, refusalOf } from './internal/gate.js';
import { holdResponse } from './internal/hold-response.js';
import type { Keyring } from './keyring.js';

export type { HttpOptions, Signed } from './http.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verdict of signkey and the bytes that it covers; `null` if the request may be unsigned and is. */
    signkey: Signed | null;
  }
}

/** Options of the plugin. */
export interface SignkeyOptions extends HttpOptions {
  keyring: Keyring;
}

const register: FastifyPluginCallback<SignkeyOptions> = (fastify, { keyring, ...options }, done) => {
  const gate = new Gate(keyring, options);
  fastify.decorateRequest('signkey', null);

  // The last moment before Fastify's own parsers, which find the same bytes after it.
  fastify.addHook('preParsing', (request, reply, _payload, next) => {
    admit(gate, request.raw, (error, signed) => {
      if (error !== undefined) {
        const refusal = refusalOf(error, request.raw);
        if (refusal === undefined) return next(error as Error);
        reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
        return;
      }
      request.signkey = signed ?? null;
      if (signed !== undefined && gate.signsResponses) {
        holdResponse(request.raw, reply.raw, (body) => gate.signResponse(body, signed));
      }
      next();
    });
  });
  done();
};

/**
 * Plugin for Fastify that verifies requests of any method in the scope it is registered in, and the scopes below.
 * What is refused never reaches the handler: it is answered with the status of the error and its code and message as
 * JSON. Fastify's own `bodyLimit`, 1 MiB by default, holds as well.
 */
export const signkey: FastifyPluginCallback<SignkeyOptions> = Object.assign(register, {
  // Fastify gives a plugin a scope of its own unless it says otherwise.
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'signkey',
  [Symbol.for('plugin-meta')]: { name: 'signkey', fastify: '>=4' },
});
