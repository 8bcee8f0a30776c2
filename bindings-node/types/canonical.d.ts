import type { Bytes, OwnBytes } from './inputs.js';
import type { CanonicalizeOptions } from './options.js';
/** A JSON document in canonical form. */
export interface CanonicalForm {
    /** UTF-8 without white space, members sorted. A copy: changing it changes nothing else. */
    readonly bytes: OwnBytes;
    /**
     * Whether the exact decimal value of every number, and the sign of zero, survived. Otherwise other documents have
     * the same canonical form, and no signature matches under it.
     */
    readonly lossless: boolean;
}
/**
 * Brings a JSON document into canonical form (RFC 8785), and says whether its numbers kept their values.
 *
 * The document must be valid UTF-8 without a byte order mark, without duplicate member names and lone surrogates
 * (RFC 7493), with at most 512 open containers.
 *
 * @throws {SignkeyError} `json_too_large`, `json_invalid_utf8`, then what the scan meets first: `invalid_json`,
 * `json_lone_surrogate`, `json_duplicate_member`, `json_too_deep` or `json_number_out_of_range`.
 */
export declare function canonicalForm(json: Bytes, options?: CanonicalizeOptions): CanonicalForm;
/**
 * The bytes of {@link canonicalForm} alone.
 *
 * @throws {SignkeyError} As {@link canonicalForm}.
 */
export declare function canonicalize(json: Bytes, options?: CanonicalizeOptions): OwnBytes;
