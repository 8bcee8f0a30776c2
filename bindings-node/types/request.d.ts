/**
 * The headers of a request, in any of the forms in which JavaScript has them: the `headers` or `rawHeaders` of Node, the
 * `Headers` of the web, a plain object, or pairs of name and value. A header that came twice comes twice. Values of
 * headers that do not matter may be of any type.
 */
export type RequestHeaders = Readonly<Record<string, unknown>> | Iterable<readonly [name: string, value: unknown]> | readonly unknown[];
/**
 * How the end of a body is known: so many bytes were declared; the protocol said that it ends here, and nothing read from
 * it before; the headers alone say it, as in HTTP/1 or in HTTP/2; or nothing is known but the `Content-Length`, if there is one.
 */
export type Framing = number | bigint | 'ended' | 'head' | 'http2' | 'unknown';
/**
 * Why there is no body to judge: there are more bytes than are accepted; a parser or another reader in front holds it;
 * nothing says where it ends; the connection broke off before its end.
 */
export type NoBody = 'too_large' | 'parsed' | 'unframed' | 'aborted';
