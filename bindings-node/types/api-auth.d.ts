import { Keyring } from './keyring.js';
declare const brand: unique symbol;
/** One try of a call. {@link ApiAuth.begin} and {@link ApiAuth.after} make them. */
export type Attempt = number & {
    readonly [brand]: never;
};
/**
 * Which credential goes with a call to the platform's API (SPEC.md, section 10): that of the key that worked last, the
 * primary at first. `apiFetch` of `signkey/fetch` does all of it.
 *
 * A call that is answered 401 or 403 is tried again with each of the other keys, once. The first that is answered 2xx is
 * used from then on: what one call learns, the next one knows. It shows no secret. Not transferable to other threads:
 * make one in each worker.
 */
export declare class ApiAuth {
    #private;
    /**
     * @param keyring - The keys; without them, calls carry no credential.
     * @param origin - Any URL of the API, e.g. `https://api.inngest.com`.
     * @throws {SignkeyError} `malformed_url`.
     */
    constructor(keyring: Keyring | null | undefined, origin: string);
    /** Begins a call. */
    begin(): Attempt;
    /** The value of `Authorization` for an attempt; `undefined` if there is no key. It is a secret. */
    authorization(attempt: Attempt): string | undefined;
    /**
     * Takes the status of the answer to an attempt.
     *
     * @returns The next attempt if the call is to be sent again; otherwise the answer stands, whatever it is.
     */
    after(attempt: Attempt, status: number): Attempt | undefined;
    /** Whether a credential may be sent to this URL. Follow no redirect to any other. */
    maySendTo(url: string): boolean;
}
export {};
