import { Endpoint } from './endpoint.js';
import type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
import type { Keyring } from './keyring.js';
import { Unverified } from './unverified.js';
export type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
type MayBePromise<T> = T | Promise<T>;
type Handler<Sender, Rest extends unknown[]> = (request: Request, sender: Sender, ...rest: Rest) => MayBePromise<Response>;
type Protected<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Promise<Response>;
type AlwaysSigned = HttpOptions & {
    unsignedMethods?: undefined;
};
/**
 * Verifies a web-standard `Request`, of any method. The request can still be read afterwards.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @returns With a keyring, `undefined` for an unsigned request of one of the `unsignedMethods`; with an endpoint, an
 * `Unverified` for a request that it lets through without proof of its sender.
 * @throws {SignkeyError} As {@link Keyring.verifyRequest}, and `body_too_large` or `body_unavailable`.
 */
export declare function verifyWebRequest(keyring: Keyring, request: Request, options?: AlwaysSigned): Promise<Signed>;
export declare function verifyWebRequest(keyring: Keyring, request: Request, options: HttpOptions): Promise<Signed | undefined>;
export declare function verifyWebRequest(endpoint: Endpoint, request: Request, options?: EndpointHttpOptions): Promise<Signed | Unverified>;
/**
 * Puts verification before a handler of web-standard requests. What is refused never reaches the handler: it is
 * answered with the status of the error and its code and message as JSON.
 *
 * The handler's second argument is what {@link verifyWebRequest} returns. Further arguments, e.g. the context of a
 * framework, are passed on.
 */
export declare function protect<Rest extends unknown[]>(keyring: Keyring, handler: Handler<Signed, Rest>, options?: AlwaysSigned): Protected<Rest>;
export declare function protect<Rest extends unknown[]>(keyring: Keyring, handler: Handler<Signed | undefined, Rest>, options: HttpOptions): Protected<Rest>;
export declare function protect<Rest extends unknown[]>(endpoint: Endpoint, handler: Handler<Signed | Unverified, Rest>, options?: EndpointHttpOptions): Protected<Rest>;
