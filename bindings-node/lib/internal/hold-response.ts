import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { types } from 'node:util';
import { HEADER } from './gate.js';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];
type Callback = (error?: Error | null) => void;

/** The bytes of what is given to `write` or `end`. */
function toBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, (typeof encoding === 'string' ? encoding : 'utf8') as 'utf8');
  if (types.isUint8Array(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError('a piece of a response must be a string or a Uint8Array');
}

/** Sets headers as `writeHead` takes them: an object, or names and values in turn, where a name may come twice. */
function setHeaders(response: ServerResponse, headers: Headers = {}): void {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string);
    return;
  }
  const pairs = headers.flatMap((name, at) => (at % 2 === 0 ? [[String(name), String(headers[at + 1])] as const] : []));
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, value);
}

/**
 * Holds a response back until its end, when the signature of its body can go into its header.
 *
 * Wrappers that are put around the response later still see every call; those that were there before see one
 * `writeHead`, if any, and one `end`.
 */
export function holdResponse(request: IncomingMessage, response: ServerResponse, sign: (body: Buffer) => string): void {
  const original = { writeHead: response.writeHead, end: response.end, flushHeaders: response.flushHeaders };
  const pieces: Buffer[] = [];
  let isEnding = false;

  const writeHead = function (status: number, ...rest: unknown[]): ServerResponse {
    if (isEnding) return Reflect.apply(original.writeHead, response, [status, ...rest]) as ServerResponse;
    const [reason, headers] = typeof rest[0] === 'string' ? rest : [undefined, rest[0]];
    response.statusCode = status;
    if (typeof reason === 'string') response.statusMessage = reason;
    setHeaders(response, headers as Headers | undefined);
    return response;
  };
  const write = function (chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    pieces.push(toBuffer(chunk, encoding));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done as Callback);
    return true;
  };
  const end = function (chunk?: unknown, encoding?: unknown, callback?: unknown): ServerResponse {
    const done = [chunk, encoding, callback].find((argument) => typeof argument === 'function');
    if (isEnding) return Reflect.apply(original.end, response, [chunk, encoding, callback]) as ServerResponse;
    if (chunk !== undefined && chunk !== null && chunk !== done) pieces.push(toBuffer(chunk, encoding));
    isEnding = true;
    const body = Buffer.concat(pieces);
    const { statusCode } = response;
    const isSent = request.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
    response.setHeader(HEADER, sign(isSent ? body : Buffer.alloc(0)));
    return Reflect.apply(original.end, response, [body, done]) as ServerResponse;
  };
  Object.assign(response, { writeHead, write, end, flushHeaders: () => undefined });
}
