import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
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
export type IncomingRequest = IncomingMessage & {
    signkey?: Admission;
};
/** Middleware in the manner of Express and Connect. */
export type Middleware = (request: IncomingRequest, response: ServerResponse, next: (error?: unknown) => void) => void;
/**
 * Middleware for Express 4 and 5, over HTTP/1 or HTTP/2, that admits requests of any method. Mount it on the route that
 * it protects, before `express.json()` and other readers of the body, which find the same bytes behind it:
 * `app.post('/api/inngest', signkey(endpoint), express.json(), handler)`.
 *
 * What is refused never reaches the handler; it is answered with the status of the error, and its code and message as
 * JSON. The handler finds how its request got in as `request.signkey`.
 */
export declare function signkey(endpoint: Endpoint, options?: AdapterOptions<IncomingRequest>): Middleware;
