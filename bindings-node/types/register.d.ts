import type { Bytes } from './inputs.js';
import { Registration } from './registration.js';
/** How a registration is sent. */
export interface RegisterOptions {
    /** What sends the requests; the global `fetch` by default. It has to respect `redirect: 'manual'`. */
    fetch?: typeof globalThis.fetch | undefined;
    /** Ends all requests of the sync, e.g. `AbortSignal.timeout(10_000)`. Without it, the time limits are those of `fetch`. */
    signal?: AbortSignal | undefined;
}
/**
 * Sends the configuration of the functions to the platform, until the sync is answered for good (SPEC.md, section 11).
 * In band there is nothing to send. What is left to do is to send the registration's `response`.
 *
 * No redirect is followed. A platform that cannot be reached, or not in time, ends the sync, and the response says so.
 *
 * @param configuration - JSON in UTF-8.
 * @throws {SignkeyError} `invalid_argument`; `finished` if something else answers the registration meanwhile. Other
 * failures of `fetch`, such as the reason of an aborted `signal` that is no time-out, are passed on; the sync can then
 * be registered again.
 */
export declare function register(registration: Registration, configuration: Bytes, options?: RegisterOptions): Promise<void>;
