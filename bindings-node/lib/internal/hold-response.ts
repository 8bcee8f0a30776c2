// Responses of Node's own servers, held back until the signature can go into their head, and is claimed.

import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Admission, ResponseStep } from '../admission.js';
import type { Refusal } from '../refusal.js';
import { isUint8Array } from './brands.js';
import { Collector } from './collector.js';
import { type Senders, delayResponse } from './delay-response.js';
import type { Door } from './door.js';
import { lists } from './lists.js';
import { writeRefusal } from './write-refusal.js';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];
type Hold = Extract<ResponseStep, { kind: 'hold' }>;

const EMPTY = new Uint8Array();

/**
 * Holds a response that is to be signed back until its end. What is held is copied: whoever wrote it may use the memory again as soon as
 * `write` has called back. A response that the app has signed is held back until the signature is claimed, if it is to be.
 *
 * Wrappers that are put around the response later still see every call; those that were there before see one `end`.
 *
 * @param refused - Told what was sent in place of the response.
 */
export function holdResponse(
  door: Door<never>,
  admission: Admission,
  response: ServerResponse,
  refused: (refusal: Refusal) => void,
): void {
  const isSigned = door.endpoint.signsResponses && admission.verified !== undefined;
  if (!isSigned && !door.claimsResponse(admission)) return;
  const held = new HeldResponse(door, admission, response, refused);
  Object.assign(response, {
    writeHead: (status: number, ...rest: unknown[]) => held.writeHead(status, rest),
    flushHeaders: () => held.flushHeaders(),
    write: (...args: unknown[]) => held.write(args),
    end: (...args: unknown[]) => held.end(args),
  });
}

class HeldResponse {
  readonly #original: Senders;
  #pieces: Collector | undefined;
  /** Whether the app handed over bytes that are not sent. */
  #isDropped = false;
  #isRefused = false;

  constructor(
    readonly door: Door<never>,
    readonly admission: Admission,
    readonly response: ServerResponse,
    readonly refused: (refusal: Refusal) => void,
  ) {
    const { writeHead, flushHeaders, write, end } = response;
    this.#original = { writeHead, flushHeaders, write, end };
  }

  writeHead(status: number, rest: unknown[]): ServerResponse {
    const { response } = this;
    if (this.#isRefused) return response;
    const [reason, headers] = typeof rest[0] === 'string' ? rest : [undefined, rest[0]];
    response.statusCode = status;
    if (typeof reason === 'string') response.statusMessage = reason;
    setHeaders(response, headers as Headers | undefined);
    return response;
  }

  /** What is held cannot be flushed, but it shows that an event stream begins. */
  flushHeaders(): void {
    if (!this.#isRefused && this.#ask() === 'passes') this.response.flushHeaders();
  }

  write(args: unknown[]): boolean {
    const step = this.#ask();
    if (step === 'passes') return Reflect.apply(this.response.write, this.response, args) as boolean;
    if (step !== 'refused') this.#keep(step, args);
    callBack(args);
    return true;
  }

  end(args: unknown[]): ServerResponse {
    const { response } = this;
    const step = this.#ask();
    if (step === 'passes') return Reflect.apply(response.end, response, args) as ServerResponse;
    const isLast = args[0] !== undefined && args[0] !== null && typeof args[0] !== 'function';
    if (step !== 'refused' && isLast) this.#keep(step, args);
    if (step === 'refused' || this.#isRefused) {
      callBack(args);
      return response;
    }
    return this.#sign(step, args.find((arg) => typeof arg === 'function') as (() => void) | undefined);
  }

  /** What becomes of the response as it stands now. */
  #ask(): Hold | 'passes' | 'refused' {
    if (this.#isRefused) return 'refused';
    const { response, admission } = this;
    const step = this.door.response(admission, response.statusCode, response.getHeader('Content-Type'));
    if (step.kind === 'hold') return step;
    if (step.kind === 'refuse') return this.#refuse(step.refusal);
    this.#release();
    return 'passes';
  }

  #keep({ atMost, empty }: Hold, [chunk, encoding]: unknown[]): void {
    if (empty) {
      this.#isDropped = true;
      return;
    }
    this.#pieces ??= new Collector(atMost, true);
    if (!this.#pieces.add(toBytes(chunk, encoding))) this.#refuse(this.door.endpoint.unsignable());
  }

  #sign({ empty }: Hold, callback: (() => void) | undefined): ServerResponse {
    const { response } = this;
    const body = empty ? EMPTY : (this.#pieces?.bytes() ?? EMPTY);
    const signature = this.door.sign(this.admission, body);
    if (typeof signature !== 'string') {
      this.#refuse(signature);
      return response;
    }
    // What is declared are the bytes that are not sent.
    if (this.#isDropped) response.removeHeader('Content-Length');
    response.setHeader(lists.signatureHeader, signature);
    this.#release();
    return body.length === 0 ? response.end(callback) : response.end(body, callback);
  }

  /** Lets the response go, once its signature is claimed. */
  #release(): void {
    const { door, admission, response } = this;
    const signatures = [response.getHeader(lists.signatureHeader)].flat();
    const claims = door.claimsResponse(admission) ? door.claimResponse(admission, signatures) : undefined;
    if (claims === undefined) Object.assign(response, this.#original);
    else delayResponse(response, this.#original, claims);
  }

  #refuse(refusal: Refusal): 'refused' {
    const { response } = this;
    const { writeHead, flushHeaders, write, end } = response;
    Object.assign(response, this.#original);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    writeRefusal(response, refusal);
    // Whatever else the app has to say is not heard.
    Object.assign(response, { writeHead, flushHeaders, write, end });
    this.#isRefused = true;
    this.refused(refusal);
    return 'refused';
  }
}

/** Calls the callback of a `write` or `end`, once the caller is done. */
function callBack(args: unknown[]): void {
  const callback = args.find((arg) => typeof arg === 'function');
  if (callback !== undefined) process.nextTick(callback as () => void);
}

/** The bytes of what is given to `write` or `end`. */
function toBytes(chunk: unknown, encoding: unknown): Uint8Array {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, (typeof encoding === 'string' ? encoding : 'utf8') as 'utf8');
  if (isUint8Array(chunk)) return chunk;
  throw new TypeError('a piece of a response must be a string or a Uint8Array');
}

/** Sets headers as `writeHead` takes them: an object, or names and values in turn, where a name may come twice. */
function setHeaders(response: ServerResponse, headers: Headers = {}): void {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string);
    return;
  }
  const values = new Map<string, string[]>();
  for (let at = 0; at < headers.length; at += 2) {
    const [name, value] = [String(headers[at]), String(headers[at + 1])];
    const key = [...values.keys()].find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  for (const [name, all] of values) response.setHeader(name, all.length === 1 ? (all[0] as string) : all);
}
