import type { Bytes } from './inputs.js';
/**
 * The headers of a request, in any of the forms in which JavaScript has them: the `headers` or `rawHeaders` of Node, the
 * `Headers` of the web, a plain object, or pairs of name and value. A header that came twice comes twice.
 */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>> | Iterable<readonly [name: string, value: string]> | readonly string[];
/** A request as it was received. */
export interface ReceivedRequest {
    /** The method in the case it came in, which is upper case (RFC 9110, section 9.1). */
    method: string;
    headers: RequestHeaders;
    /** The bytes of the body, before anything read them. */
    body: Bytes;
}
/** Options of the verdict on a request. */
export interface AuthenticateOptions<Time extends number | bigint = number> {
    /**
     * The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. With a bigint, the times of the
     * result are bigints too, exact beyond `Number.MAX_SAFE_INTEGER`.
     */
    now?: Time | undefined;
}
