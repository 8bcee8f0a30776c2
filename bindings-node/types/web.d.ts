import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
export type { AdapterOptions } from './adapter-options.js';
type MayBePromise<T> = T | Promise<T>;
/** A handler of web-standard requests that is told how its request got in. */
export type Handler<Rest extends unknown[]> = (request: Request, admission: Admission, ...rest: Rest) => MayBePromise<Response>;
/** A request that was judged. */
export interface AdmittedRequest {
    readonly admission: Admission;
    /** The request whose body is the bytes that were judged. Of the one that was given, the body is read. */
    readonly request: Request;
}
/**
 * Judges a web-standard `Request`, of any method. A request that is let through unverified is the one that was given, and
 * its body is untouched.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @throws {SignkeyError} `invalid_argument`. A refusal is no error here.
 */
export declare function admitRequest(endpoint: Endpoint, request: Request, options?: AdapterOptions<Request>): Promise<AdmittedRequest>;
/**
 * Lets in to a handler of web-standard requests what an endpoint admits. What is refused never reaches the handler; it is
 * answered with the status of the error, and its code and message as JSON.
 *
 * The handler's second argument says how its request got in. Further arguments, e.g. the context of a framework, are
 * passed on.
 */
export declare function protect<Rest extends unknown[]>(endpoint: Endpoint, handler: Handler<Rest>, options?: AdapterOptions<Request>): (request: Request, ...rest: Rest) => Promise<Response>;
