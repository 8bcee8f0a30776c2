import type { SignkeyError } from './error.js';
import { Keyring } from './keyring.js';
import type { AuthenticateOptions, ReceivedRequest, RequestHeaders } from './request.js';
import { type Unverified } from './unverified.js';
import { type Verified } from './verified.js';
/** Whether requests come from the platform, which signs them all, or from a development server, which signs none. */
export type Mode = 'cloud' | 'dev';
/** Options of an endpoint of `Config`. */
export interface ConfigEndpointOptions {
    /**
     * Methods whose requests may come without a signature, e.g. `['GET']`; none by default. They are compared as they are
     * (RFC 9110, section 9.1). A signature that is there is verified for every method.
     */
    unsignedMethods?: readonly string[] | undefined;
    /** How old a signature may be, in seconds, the border included. 300 by default. */
    past?: number | bigint | undefined;
    /** How far ahead of the clock a signature may be, in seconds, the border included. 300 by default. */
    future?: number | bigint | undefined;
    /** The largest body, in bytes, whose canonical form is tried; 16 MiB by default. */
    maxJsonSize?: number | undefined;
}
/** Options of an {@link Endpoint}. */
export interface EndpointOptions extends ConfigEndpointOptions {
    mode: Mode;
    /** Whether a `PUT`, which begins a sync, may come without a signature. `false` by default. */
    unsignedSync?: boolean | undefined;
}
/** Something that looks wrong about a request, and changes nothing in how it is judged. */
export interface RequestWarning {
    readonly code: 'dev_server_in_cloud_mode' | 'cloud_server_in_dev_mode';
    /** A sentence for people, without a final stop. */
    readonly message: string;
}
/**
 * How the requests to an app are authenticated (SPEC.md, section 9): each one by its signature, whatever its method.
 *
 * Without one, a request is let through in dev mode, and in cloud mode where it was asked for. A signature that is there
 * is always verified. It cannot be changed, and shows nothing but its mode and the ids of its keys. Not transferable to
 * other threads: make one in each worker.
 */
export declare class Endpoint {
    #private;
    /**
     * @param keyring - The keys; or the error that making a keyring threw, or nothing. Without keys, dev mode still lets
     * unsigned requests through, and cloud mode refuses everything with that error or with `missing_signing_key`.
     * @throws {SignkeyError} `invalid_argument`.
     */
    constructor(keyring: Keyring | SignkeyError | null | undefined, options: EndpointOptions);
    /** Whether requests come from the platform or from a development server. */
    get mode(): Mode;
    /**
     * Judges a request.
     *
     * @throws {SignkeyError} The error of the keys, but not in dev mode where none is needed; then as
     * {@link Keyring.verifyRequest}. A signature header that comes more than once is `malformed_signature`. The error's
     * `httpStatus` is the status to answer with.
     */
    authenticate(request: ReceivedRequest, options?: AuthenticateOptions): Verified | Unverified;
    authenticate(request: ReceivedRequest, options: AuthenticateOptions<bigint> & {
        now: bigint;
    }): Verified<bigint> | Unverified;
    /**
     * As {@link Endpoint.authenticate}, before the body was read, so that none is read in vain.
     *
     * @returns `undefined` if the body decides.
     */
    authenticateUnread(request: Omit<ReceivedRequest, 'body'>): Unverified | undefined;
    /** What the headers of a request say that contradicts the mode. It proves nothing, and changes no verdict. */
    warning(headers: RequestHeaders): RequestWarning | undefined;
    toJSON(): {
        mode: Mode;
        keyIds: readonly string[];
    };
    get [Symbol.toStringTag](): string;
}
