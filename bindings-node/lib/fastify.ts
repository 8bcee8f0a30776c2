import type { FastifyPluginCallback } from 'fastify';
import type { Endpoint } from './endpoint.js';
import { misuse } from './error.js';
import type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
import { admit } from './internal/admit.js';
import { Gate, refusalOf } from './internal/gate.js';
import { holdResponse } from './internal/hold-response.js';
import type { Keyring } from './keyring.js';
import { Unverified } from './unverified.js';

export type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The verdict of signkey and the bytes that it covers; `null` if the request was let through unverified. */
    signkey: Signed | null;
    /** Why the request was let through, if it was without proof of its sender. */
    signkeyUnverified: Unverified | null;
  }
}

/** Options of the plugin: a keyring, or an endpoint, which decides about unsigned requests, as in dev mode. */
export type SignkeyOptions =
  | (HttpOptions & { keyring: Keyring; endpoint?: undefined })
  | (EndpointHttpOptions & { endpoint: Endpoint; keyring?: undefined });

function gateOf({ keyring, endpoint, ...options }: SignkeyOptions): Gate {
  if (keyring !== undefined && endpoint !== undefined) throw misuse('there may be a keyring or an endpoint, not both');
  return new Gate((endpoint ?? keyring) as Keyring | Endpoint, options);
}

const register: FastifyPluginCallback<SignkeyOptions> = (fastify, options, done) => {
  let gate: Gate;
  try {
    gate = gateOf(options);
  } catch (error) {
    return done(error as Error);
  }
  fastify.decorateRequest('signkey', null);
  fastify.decorateRequest('signkeyUnverified', null);

  // The last moment before Fastify's own parsers, which find the same bytes after it.
  fastify.addHook('preParsing', (request, reply, _payload, next) => {
    admit(gate, request.raw, (error, verdict) => {
      if (verdict === undefined) {
        const refusal = refusalOf(error, request.raw);
        if (refusal === undefined) return next(error as Error);
        reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
        return;
      }
      if (verdict instanceof Unverified) {
        request.signkeyUnverified = verdict;
        return next();
      }
      request.signkey = verdict;
      if (gate.signsResponses) holdResponse(request.raw, reply.raw, (body) => gate.signResponse(body, verdict));
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
