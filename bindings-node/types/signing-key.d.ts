import type { Bytes, KeyText } from './inputs.js';
import type { SignOptions } from './options.js';
/**
 * One signing key: `signkey-<environment>-<hex>`, or bare `<hex>` on self-hosted servers.
 *
 * It cannot be changed, shows nothing but its id, and keeps no key text.
 */
export declare class SigningKey {
    #private;
    /**
     * Reads a key from its text, with ASCII white space around it removed. As bytes, a key can be overwritten by the
     * caller afterwards, which a string cannot.
     *
     * @throws {SignkeyError} `empty_key`, `key_too_long`, `malformed_key_prefix`, `event_key`, `non_hex_key` (with
     * `position`) or `odd_key_length`, checked in this order.
     */
    constructor(text: KeyText);
    /** What may be shown of this key: the first 12 hexadecimal digits of its hash. */
    get id(): string;
    /**
     * The token that authenticates calls to the platform's API, without `Bearer `: the prefix, then the SHA-256 of the
     * decoded digits in hexadecimal. It is a secret.
     */
    apiToken(): string;
    /**
     * Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body.
     *
     * @returns The value of `X-Inngest-Signature`.
     * @throws {SignkeyError} `invalid_timestamp`, the errors of {@link canonicalize}, and `json_number_lossy` if the
     * canonical form would be another document.
     */
    signRequest(body: Bytes, options?: SignOptions): string;
    /**
     * Signs these bytes as they are.
     *
     * @returns The value of `X-Inngest-Signature`.
     * @throws {SignkeyError} `invalid_timestamp`.
     */
    signRaw(body: Bytes, options?: SignOptions): string;
    /**
     * Signs a response: its bytes exactly as they are sent.
     *
     * @returns The value of `X-Inngest-Signature`.
     * @throws {SignkeyError} `invalid_timestamp`.
     */
    signResponse(body: Bytes, options?: SignOptions): string;
    toJSON(): {
        id: string;
    };
}
