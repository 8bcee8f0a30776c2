import { Keyring } from './keyring.js';
/** The key of the kit: public, hence of use in tests only. */
export declare const TEST_KEY: string;
/** The fallback of the kit, as public. */
export declare const TEST_KEY_FALLBACK: string;
/** A request as the platform would send it. */
export interface TestRequest {
    /** The bytes to send. */
    readonly body: ReturnType<Uint8Array['slice']>;
    /** The value of `X-Inngest-Signature`; `undefined` in a request without the header. */
    readonly header: string | undefined;
    /** The headers to send. */
    readonly headers: Readonly<Record<string, string>>;
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
    /** The kit's clock, for the option `now` of adapters. */
    readonly clock: () => number;
    /** A request that verifies. A string is sent as UTF-8. */
    signed(body: string | Uint8Array): TestRequest;
    /** A request that verifies under the fallback. */
    fallbackSigned(body: string | Uint8Array): TestRequest;
    /** A request signed one second before the default window: `expired`. */
    expired(body: string | Uint8Array): TestRequest;
    /** A request signed one second behind the default window: `not_yet_valid`. */
    early(body: string | Uint8Array): TestRequest;
    /** A request with one byte more than was signed: `signature_mismatch`. */
    tampered(body: string | Uint8Array): TestRequest;
    /** A request without a signature: `missing_signature`. */
    unsigned(body: string | Uint8Array): TestRequest;
    /** A request whose header is not of the one form: `malformed_signature`. */
    malformed(body: string | Uint8Array): TestRequest;
}
