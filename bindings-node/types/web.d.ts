import type { HttpOptions, Signed } from './http.js';
import type { Keyring } from './keyring.js';
export type { HttpOptions, Signed } from './http.js';
type MayBePromise<T> = T | Promise<T>;
type AlwaysSigned = HttpOptions & {
    unsignedMethods?: undefined;
};
/**
 * Verifies a web-standard `Request`, of any method. The request can still be read afterwards.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @returns `undefined` for an unsigned request of one of the `unsignedMethods`.
 * @throws {SignkeyError} As {@link Keyring.verifyRequest}, and `body_too_large` or `body_unavailable`.
 */
export declare function verifyWebRequest(keyring: Keyring, request: Request, options?: AlwaysSigned): Promise<Signed>;
export declare function verifyWebRequest(keyring: Keyring, request: Request, options: HttpOptions): Promise<Signed | undefined>;
/**
 * Puts verification before a handler of web-standard requests. What is refused never reaches the handler: it is
 * answered with the status of the error and its code and message as JSON.
 *
 * Further arguments, e.g. the context of a framework, are passed on.
 */
export declare function protect<Rest extends unknown[]>(keyring: Keyring, handler: (request: Request, signed: Signed, ...rest: Rest) => MayBePromise<Response>, options?: AlwaysSigned): (request: Request, ...rest: Rest) => Promise<Response>;
export declare function protect<Rest extends unknown[]>(keyring: Keyring, handler: (request: Request, signed: Signed | undefined, ...rest: Rest) => MayBePromise<Response>, options: HttpOptions): (request: Request, ...rest: Rest) => Promise<Response>;
