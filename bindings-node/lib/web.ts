import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
import type { OwnBytes } from './inputs.js';
import { Door } from './internal/door.js';
import { lists } from './internal/lists.js';
import { collect, readBody } from './internal/web-body.js';
import type { Refusal } from './refusal.js';

export type { AdapterOptions } from './adapter-options.js';

type MayBePromise<T> = T | Promise<T>;
/** A handler of web-standard requests that is told how its request got in. */
export type Handler<Rest extends unknown[]> = (
  request: Request,
  admission: Admission,
  ...rest: Rest
) => MayBePromise<Response>;

/** A request that was judged. */
export interface AdmittedRequest {
  readonly admission: Admission;
  /** The request whose body is the bytes that were judged. Of the one that was given, the body is read. */
  readonly request: Request;
}

const ADVICE = 'call signkey before anything else reads the request';
const EMPTY = new Uint8Array();

/**
 * Judges a web-standard `Request`, of any method. A request that is let through unverified is the one that was given, and
 * its body is untouched.
 *
 * A `Request` of the method GET or HEAD has no body, even if one was sent: a signature over it does not match.
 *
 * @throws {SignkeyError} `invalid_argument`. A refusal is no error here.
 */
export async function admitRequest(
  endpoint: Endpoint,
  request: Request,
  options?: AdapterOptions<Request>,
): Promise<AdmittedRequest> {
  const { admission, request: judged } = await admit(new Door(endpoint, options, ADVICE), request);
  return { admission, request: judged };
}

/**
 * Lets in to a handler of web-standard requests what an endpoint admits. What is refused never reaches the handler; it is
 * answered with the status of the error, and its code and message as JSON.
 *
 * The handler's second argument says how its request got in. Further arguments, e.g. the context of a framework, are
 * passed on.
 */
export function protect<Rest extends unknown[]>(
  endpoint: Endpoint,
  handler: Handler<Rest>,
  options?: AdapterOptions<Request>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const door = new Door(endpoint, options, ADVICE);
  return async (incoming, ...rest) => {
    const { admission, request, refusal } = await admit(door, incoming);
    if (refusal !== undefined) return responseOf(refusal);
    let response = await handler(request, admission, ...rest);
    if (endpoint.signsResponses) response = await signed(door, incoming, admission, response);
    if (door.claimsResponse(admission)) await door.claimResponse(admission, signaturesOf(response));
    return response;
  };
}

async function admit(
  door: Door<Request>,
  request: Request,
): Promise<AdmittedRequest & { refusal: Refusal | undefined }> {
  const admission = door.admit(request, request.method, request.headers);
  const { step } = admission;
  const received = step.kind === 'read_body' ? await readBody(request, step.atMost) : undefined;
  const judged = received === undefined ? admission.refusal : door.receive(admission, received);
  const refusal = judged ?? (await door.claim(admission));
  if (refusal !== undefined) door.report(request, refusal, received);
  if (refusal !== undefined || received === undefined || request.body === null) return { admission, request, refusal };
  // Of the same class: frameworks have their own.
  const { constructor: Class } = request as unknown as { constructor: typeof Request };
  const { body } = received as { body: OwnBytes };
  return { admission, request: new Class(request, { body }), refusal };
}

/** The signatures of a response: `Headers` joins what is there more than once. */
function signaturesOf({ headers }: Response): string[] {
  return headers.get(lists.signatureHeader)?.split(', ') ?? [];
}

function responseOf({ body, status, headers }: Refusal): Response {
  return new Response(body, { status, headers });
}

async function signed(
  door: Door<Request>,
  request: Request,
  admission: Admission,
  response: Response,
): Promise<Response> {
  const { status, statusText, body: stream } = response;
  const step = door.response(admission, status, response.headers.get('Content-Type'));
  if (step.kind === 'forward') return response;
  const refuse = (refusal: Refusal): Response => {
    door.report(request, refusal);
    return responseOf(refusal);
  };
  if (step.kind === 'refuse') {
    await stream?.cancel();
    return refuse(step.refusal);
  }
  if (step.empty) await stream?.cancel();
  const body = step.empty ? EMPTY : await collect(stream, step.atMost);
  const signature = body === undefined ? door.endpoint.unsignable() : door.sign(admission, body);
  if (typeof signature !== 'string') return refuse(signature);
  const headers = new Headers(response.headers);
  headers.set(lists.signatureHeader, signature);
  const isNull = step.empty || stream === null;
  return new Response(isNull ? null : (body as OwnBytes), { status, statusText, headers });
}
