import { Keyring } from './keyring.js';
/** The key of the kit: public, hence of use in tests only. */
export declare const TEST_KEY: string;
/** A request as the platform would send it. */
export interface TestRequest {
    /** The bytes to send. */
    readonly body: ReturnType<Uint8Array['slice']>;
    /** The value of `X-Inngest-Signature`. */
    readonly header: string;
    /** The headers to send. */
    readonly headers: {
        readonly 'X-Inngest-Signature': string;
        readonly 'Content-Type': 'application/json';
    };
}
/** Options of the test kit. */
export interface TestKitOptions {
    /** The time that its clock shows, in whole seconds since 1970-01-01 00:00 UTC; that of its making by default. */
    now?: number | undefined;
}
/** Makes requests signed under {@link TEST_KEY}, seen from a clock that stands still. */
export declare class TestKit {
    #private;
    /** The keyring that accepts the kit's requests. */
    readonly keyring: Keyring;
    /** The time that the kit's clock shows, for the option `now` of verifications. */
    readonly now: number;
    constructor(options?: TestKitOptions);
    /** The kit's clock, for the option `now` of the adapters for HTTP servers. */
    readonly clock: () => number;
    /** A request that verifies. A string is sent as UTF-8. */
    signed(body: string | Uint8Array): TestRequest;
    /** A request signed one second before the default window: `expired`. */
    expired(body: string | Uint8Array): TestRequest;
    /** A request signed one second behind the default window: `not_yet_valid`. */
    early(body: string | Uint8Array): TestRequest;
    /** A request with one byte more than was signed: `signature_mismatch`. */
    tampered(body: string | Uint8Array): TestRequest;
}
