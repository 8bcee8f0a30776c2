import { Endpoint } from './endpoint.js';
import type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
import { type Collector, Gate, HEADER, bodyUnavailable, refusalOf } from './internal/gate.js';
import type { Keyring } from './keyring.js';
import { Unverified } from './unverified.js';

export type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';

type MayBePromise<T> = T | Promise<T>;
type Handler<Sender, Rest extends unknown[]> = (
  request: Request,
  sender: Sender,
  ...rest: Rest
) => MayBePromise<Response>;
type Protected<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Promise<Response>;

// No signature is missing while no method may do without one.
type AlwaysSigned = HttpOptions & { unsignedMethods?: undefined };

/**
 * Verifies a web-standard `Request`, of any method. The request can still be read afterwards.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @returns With a keyring, `undefined` for an unsigned request of one of the `unsignedMethods`; with an endpoint, an
 * `Unverified` for a request that it lets through without proof of its sender.
 * @throws {SignkeyError} As {@link Keyring.verifyRequest}, and `body_too_large` or `body_unavailable`.
 */
export function verifyWebRequest(keyring: Keyring, request: Request, options?: AlwaysSigned): Promise<Signed>;
export function verifyWebRequest(keyring: Keyring, request: Request, options: HttpOptions): Promise<Signed | undefined>;
export function verifyWebRequest(
  endpoint: Endpoint,
  request: Request,
  options?: EndpointHttpOptions,
): Promise<Signed | Unverified>;
export async function verifyWebRequest(
  guard: Keyring | Endpoint,
  request: Request,
  options?: HttpOptions,
): Promise<Signed | Unverified | undefined> {
  const verdict = await admit(new Gate(guard, options), request);
  return senderFor(guard, verdict);
}

/**
 * Puts verification before a handler of web-standard requests. What is refused never reaches the handler: it is
 * answered with the status of the error and its code and message as JSON.
 *
 * The handler's second argument is what {@link verifyWebRequest} returns. Further arguments, e.g. the context of a
 * framework, are passed on.
 */
export function protect<Rest extends unknown[]>(
  keyring: Keyring,
  handler: Handler<Signed, Rest>,
  options?: AlwaysSigned,
): Protected<Rest>;
export function protect<Rest extends unknown[]>(
  keyring: Keyring,
  handler: Handler<Signed | undefined, Rest>,
  options: HttpOptions,
): Protected<Rest>;
export function protect<Rest extends unknown[]>(
  endpoint: Endpoint,
  handler: Handler<Signed | Unverified, Rest>,
  options?: EndpointHttpOptions,
): Protected<Rest>;
export function protect<Rest extends unknown[]>(
  guard: Keyring | Endpoint,
  // With what goes with it, a handler gets the kind of verdict that it wants.
  handler: Handler<never, Rest>,
  options?: HttpOptions,
): Protected<Rest> {
  const gate = new Gate(guard, options);
  return async (request, ...rest) => {
    let verdict: Signed | Unverified;
    try {
      verdict = await admit(gate, request);
    } catch (error) {
      const refusal = refusalOf(error, { complete: true });
      if (refusal === undefined) throw error;
      return new Response(refusal.body, refusal);
    }
    const response = await handler(request, senderFor(guard, verdict) as never, ...rest);
    const isSigned = gate.signsResponses && !(verdict instanceof Unverified);
    return isSigned ? signResponse(gate, request, verdict as Signed, response) : response;
  };
}

/** A keyring alone knows one reason to let a request through, so that nothing need be said of it. */
function senderFor(guard: Keyring | Endpoint, verdict: Signed | Unverified): Signed | Unverified | undefined {
  return verdict instanceof Unverified && !(guard instanceof Endpoint) ? undefined : verdict;
}

async function admit(gate: Gate, request: Request): Promise<Signed | Unverified> {
  const { method, headers } = request;
  const unverified = gate.judgeUnread(method, headers);
  if (unverified !== undefined) return unverified;
  if (request.bodyUsed || request.body?.locked === true) {
    throw bodyUnavailable('verify the request before anything else reads it');
  }
  const collector = gate.collector(headers.get('Content-Length'));
  // A copy is read, so that the handler finds the body where it expects it.
  const body = await collect(request.clone().body, collector);
  return gate.judge(method, headers, body);
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
