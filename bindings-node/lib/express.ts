import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
import { Door } from './internal/door.js';
import { enter } from './internal/enter.js';
import { holdResponse } from './internal/hold-response.js';
import { takeBody } from './internal/take-body.js';
import { endUnread, writeRefusal } from './internal/write-refusal.js';

export type { AdapterOptions } from './adapter-options.js';

declare global {
  namespace Express {
    interface Request {
      /** How the request got in: who sent it, and its verdict. It is there behind signkey's middleware. */
      signkey?: Admission;
    }
  }
}

/** A request of Node's own servers, of HTTP/1 or of the compatibility layer of HTTP/2. */
export type IncomingRequest = IncomingMessage & { signkey?: Admission };

/** Middleware in the manner of Express and Connect. */
export type Middleware = (request: IncomingRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

const ADVICE = 'in Express, mount signkey(endpoint) before express.json() and whatever else reads the body';

/**
 * Middleware for Express 4 and 5, over HTTP/1 or HTTP/2, that admits requests of any method. Mount it on the route that
 * it protects, before `express.json()` and other readers of the body, which find the same bytes behind it:
 * `app.post('/api/inngest', signkey(endpoint), express.json(), handler)`.
 *
 * What is refused never reaches the handler; it is answered with the status of the error, and its code and message as
 * JSON. The handler finds how its request got in as `request.signkey`.
 */
export function signkey(endpoint: Endpoint, options?: AdapterOptions<IncomingRequest>): Middleware {
  const door = new Door(endpoint, options, ADVICE);
  return (request, response, next) => {
    // Mounted twice, on the app and on a route.
    if (door.hasAdmitted(request.signkey)) return next();
    enter(door, request, request, takeBody, (error, admission, refusal, received) => {
      if (admission === undefined) return next(error);
      if (refusal !== undefined) {
        endUnread(request, response, refusal);
        writeRefusal(response, refusal);
        return door.report(request, refusal, received);
      }
      request.signkey = admission;
      holdResponse(door, admission, response, (instead) => door.report(request, instead));
      next();
    });
  };
}
