import { type Admission } from './admission.js';
import type { EndpointOptions, Mode } from './endpoint-options.js';
import { SignkeyError } from './error.js';
import type { Bytes } from './inputs.js';
import type { Keyring } from './keyring.js';
import { type Refusal } from './refusal.js';
import type { RequestHeaders } from './request.js';
/**
 * How requests get into an app (SPEC.md, section 9): each one by its signature, whatever its method.
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
     * @throws {SignkeyError} `invalid_argument`, also for an unsigned method that is no method, such as `get`.
     */
    constructor(keyring: Keyring | SignkeyError | null | undefined, options?: EndpointOptions);
    /** Whether requests come from the platform or from a development server. */
    get mode(): Mode;
    /** Whether responses to verified requests are to be signed. */
    get signsResponses(): boolean;
    /**
     * Begins with a request: its method, in the case it came in, and its headers. What no body can change is decided here,
     * so that no body is read in vain. With the whole body, the request is judged at once.
     *
     * @param headers - In any case and any form. Headers that do not matter are not looked at.
     * @param now - The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. With a bigint, the
     * times of the verdict are bigints too, exact beyond `Number.MAX_SAFE_INTEGER`.
     * @throws {SignkeyError} `invalid_argument`. A refusal is no error here: see {@link Admission.step} and
     * {@link Admission.caller}.
     */
    admit(method: string, headers: RequestHeaders, body?: Bytes, now?: number): Admission;
    admit(method: string, headers: RequestHeaders, body: Bytes, now: bigint): Admission<bigint>;
    /** The answer to an error that arises once a request was admitted, in a registration for example. */
    refuse(error: SignkeyError): Refusal;
    /** The answer in place of a response that cannot be signed, being too large. */
    unsignable(): Refusal;
    toJSON(): {
        mode: Mode;
        keyIds: readonly string[];
    };
}
