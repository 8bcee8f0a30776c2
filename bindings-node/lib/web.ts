import type { HttpOptions, Signed } from './http.js';
import { type Collector, Gate, HEADER, bodyUnavailable, refusalOf } from './internal/gate.js';
import type { Keyring } from './keyring.js';

export type { HttpOptions, Signed } from './http.js';

type MayBePromise<T> = T | Promise<T>;

// No signature is missing while no method may do without one.
type AlwaysSigned = HttpOptions & { unsignedMethods?: undefined };

/**
 * Verifies a web-standard `Request`, of any method. The request can still be read afterwards.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @returns `undefined` for an unsigned request of one of the `unsignedMethods`.
 * @throws {SignkeyError} As {@link Keyring.verifyRequest}, and `body_too_large` or `body_unavailable`.
 */
export function verifyWebRequest(keyring: Keyring, request: Request, options?: AlwaysSigned): Promise<Signed>;
export function verifyWebRequest(keyring: Keyring, request: Request, options: HttpOptions): Promise<Signed | undefined>;
export async function verifyWebRequest(
  keyring: Keyring,
  request: Request,
  options?: HttpOptions,
): Promise<Signed | undefined> {
  return admit(new Gate(keyring, options), request);
}

/**
 * Puts verification before a handler of web-standard requests. What is refused never reaches the handler: it is
 * answered with the status of the error and its code and message as JSON.
 *
 * Further arguments, e.g. the context of a framework, are passed on.
 */
export function protect<Rest extends unknown[]>(
  keyring: Keyring,
  handler: (request: Request, signed: Signed, ...rest: Rest) => MayBePromise<Response>,
  options?: AlwaysSigned,
): (request: Request, ...rest: Rest) => Promise<Response>;
export function protect<Rest extends unknown[]>(
  keyring: Keyring,
  handler: (request: Request, signed: Signed | undefined, ...rest: Rest) => MayBePromise<Response>,
  options: HttpOptions,
): (request: Request, ...rest: Rest) => Promise<Response>;
export function protect<Rest extends unknown[]>(
  keyring: Keyring,
  // With the options that go with it, a handler that wants a signature gets one.
  handler: (request: Request, signed: never, ...rest: Rest) => MayBePromise<Response>,
  options?: HttpOptions,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const gate = new Gate(keyring, options);
  return async (request, ...rest) => {
    let signed: Signed | undefined;
    try {
      signed = await admit(gate, request);
    } catch (error) {
      const refusal = refusalOf(error, { complete: true });
      if (refusal === undefined) throw error;
      return new Response(refusal.body, refusal);
    }
    const response = await handler(request, signed as never, ...rest);
    return signed !== undefined && gate.signsResponses ? signResponse(gate, request, signed, response) : response;
  };
}

async function admit(gate: Gate, request: Request): Promise<Signed | undefined> {
  const header = request.headers.get(HEADER);
  if (gate.letsPass(request.method, header)) return undefined;
  if (request.bodyUsed || request.body?.locked === true) {
    throw bodyUnavailable('verify the request before anything else reads it');
  }
  const collector = gate.collector(request.headers.get('Content-Length'));
  // A copy is read, so that the handler finds the body where it expects it.
  const body = await collect(request.clone().body, collector);
  return gate.verify(body, header);
}

async function collect(stream: ReadableStream<unknown> | null, collector: Collector): Promise<Uint8Array> {
  const reader = stream?.getReader();
  try {
    for (;;) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) return collector.bytes();
      collector.add(piece.value);
    }
  } catch (error) {
    reader?.cancel().catch(() => undefined);
    throw error;
  }
}

async function signResponse(gate: Gate, request: Request, signed: Signed, response: Response): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer());
  const isSent = request.method !== 'HEAD' && response.body !== null;
  const headers = new Headers(response.headers);
  headers.set(HEADER, gate.signResponse(isSent ? body : body.subarray(0, 0), signed));
  const { status, statusText } = response;
  return new Response(response.body === null ? null : body, { status, statusText, headers });
}
