import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint } from './endpoint.js';
import type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
import { admit } from './internal/admit.js';
import { Gate, refusalOf } from './internal/gate.js';
import { holdResponse } from './internal/hold-response.js';
import type { Keyring } from './keyring.js';
import { Unverified } from './unverified.js';

export type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';

declare global {
  namespace Express {
    interface Request {
      /** The verdict of signkey and the bytes that it covers; absent if the request was let through unverified. */
      signkey?: Signed;
      /** Why the request was let through, if it was without proof of its sender. */
      signkeyUnverified?: Unverified;
    }
  }
}

/** Middleware in the manner of Express and Connect. */
export type Middleware = (
  request: IncomingMessage & { signkey?: Signed; signkeyUnverified?: Unverified },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Middleware for Express 4 and 5 that verifies requests of any method. Mount it before `express.json()` and other
 * readers of the body, which find the same bytes after it. What is refused never reaches the handler: it is answered
 * with the status of the error and its code and message as JSON.
 *
 * An `Endpoint` in place of the keyring decides about unsigned requests, as in dev mode.
 */
export function signkey(keyring: Keyring, options?: HttpOptions): Middleware;
export function signkey(endpoint: Endpoint, options?: EndpointHttpOptions): Middleware;
export function signkey(guard: Keyring | Endpoint, options?: HttpOptions): Middleware {
  const gate = new Gate(guard, options);
  return (request, response, next) => {
    admit(gate, request, (error, verdict) => {
      if (verdict === undefined) {
        const refusal = refusalOf(error, request);
        if (refusal === undefined) return next(error);
        response.writeHead(refusal.status, refusal.headers).end(refusal.body);
        return;
      }
      if (verdict instanceof Unverified) {
        request.signkeyUnverified = verdict;
        return next();
      }
      request.signkey = verdict;
      if (gate.signsResponses) holdResponse(request, response, (body) => gate.signResponse(body, verdict));
      next();
    });
  };
}
