import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpOptions, Signed } from './http.js';
import { admit } from './internal/admit.js';
import { Gate, refusalOf } from './internal/gate.js';
import { holdResponse } from './internal/hold-response.js';
import type { Keyring } from './keyring.js';

export type { HttpOptions, Signed } from './http.js';

declare global {
  namespace Express {
    interface Request {
      /** The verdict of signkey and the bytes that it covers; absent if the request may be unsigned and is. */
      signkey?: Signed;
    }
  }
}

/** Middleware in the manner of Express and Connect. */
export type Middleware = (
  request: IncomingMessage & { signkey?: Signed },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Middleware for Express 4 and 5 that verifies requests of any method. Mount it before `express.json()` and other
 * readers of the body, which find the same bytes after it. What is refused never reaches the handler: it is answered
 * with the status of the error and its code and message as JSON.
 */
export function signkey(keyring: Keyring, options?: HttpOptions): Middleware {
  const gate = new Gate(keyring, options);
  return (request, response, next) => {
    admit(gate, request, (error, signed) => {
      if (error !== undefined) {
        const refusal = refusalOf(error, request);
        if (refusal === undefined) return next(error);
        response.writeHead(refusal.status, refusal.headers).end(refusal.body);
        return;
      }
      if (signed !== undefined) {
        request.signkey = signed;
        if (gate.signsResponses) holdResponse(request, response, (body) => gate.signResponse(body, signed));
      }
      next();
    });
  };
}
