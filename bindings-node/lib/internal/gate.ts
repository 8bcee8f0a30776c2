// What the adapters for HTTP servers have in common.

import { Endpoint, endpointInternals } from '../endpoint.js';
import { SignkeyError, misuse } from '../error.js';
import type { HttpOptions, Signed } from '../http.js';
import { Keyring } from '../keyring.js';
import type { RequestHeaders } from '../request.js';
import { Unverified } from '../unverified.js';
import { checkOptions, systemClock, toBytes, toCount, toFlag, toTexts } from './arguments.js';

export const HEADER = 'X-Inngest-Signature';

const DEFAULT_MAX_BODY_SIZE = 16 * 1024 * 1024;
const OWN_NAMES = new Set(['maxBodySize', 'signResponses', 'now']);
const NAMES = new Set([...OWN_NAMES, 'unsignedMethods', 'past', 'future']);

/** A refusal as an HTTP response. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands at the entrance of a server: an endpoint and the options of adapters, checked once. */
export class Gate {
  readonly signsResponses: boolean;
  readonly #maxBodySize: number;
  readonly #endpoint: Endpoint;
  readonly #keyring: Keyring | undefined;
  readonly #now: () => number;

  constructor(guard: Keyring | Endpoint, options: HttpOptions = {}) {
    this.#endpoint = endpointOf(guard, options);
    this.#keyring = endpointInternals(this.#endpoint).keyring;
    const { maxBodySize = DEFAULT_MAX_BODY_SIZE, signResponses, now = systemClock } = options;
    if (typeof now !== 'function') throw misuse('now must be a function that returns seconds');
    this.signsResponses = toFlag(signResponses, 'signResponses');
    this.#maxBodySize = Number(toCount(maxBodySize, 'maxBodySize'));
    this.#now = now;
  }

  /**
   * Judges what can be judged before the body is read, so that no body is held in memory for it.
   *
   * @returns `undefined` if the body decides.
   */
  judgeUnread(method: string, headers: RequestHeaders): Unverified | undefined {
    return this.#endpoint.authenticateUnread({ method, headers });
  }

  /** Begins to collect a body; `contentLength` is the value of that header. */
  collector(contentLength: string | null | undefined): Collector {
    return new Collector(this.#maxBodySize, Number(contentLength ?? 0));
  }

  judge(method: string, headers: RequestHeaders, body: Uint8Array): Signed | Unverified {
    const verdict = this.#endpoint.authenticate({ method, headers, body }, { now: this.#now() });
    return verdict instanceof Unverified ? verdict : Object.freeze({ verified: verdict, body });
  }

  /** The signature of a response to a verified request. */
  signResponse(body: Uint8Array, { verified }: Signed): string {
    if (this.#keyring === undefined) throw new SignkeyError('internal');
    return this.#keyring.signResponse(body, { keyIndex: verified.keyIndex, timestamp: this.#now() });
  }
}

function endpointOf(guard: unknown, options: HttpOptions): Endpoint {
  if (guard instanceof Endpoint) {
    // What would be ignored: the endpoint has a window and methods of its own.
    checkOptions(options, OWN_NAMES);
    return guard;
  }
  if (!(guard instanceof Keyring)) throw misuse('keyring must be a Keyring or an Endpoint');
  checkOptions(options, NAMES);
  const { past, future } = options;
  const unsignedMethods = toTexts(options.unsignedMethods, 'unsignedMethods').map((method) => method.toUpperCase());
  return new Endpoint(guard, { mode: 'cloud', unsignedMethods, past, future });
}

/** The pieces of a body, within a limit. */
export class Collector {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(limit: number, expected: number) {
    this.#limit = limit;
    this.#check(expected);
  }

  add(chunk: unknown): void {
    const bytes = toBytes(chunk, 'a piece of the body');
    this.#size += bytes.byteLength;
    this.#check(this.#size);
    this.#chunks.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }

  #check(size: number): void {
    if (size > this.#limit) throw new SignkeyError('body_too_large');
  }
}

/** The error for a body of which the bytes are gone, with what to do about it. */
export function bodyUnavailable(advice: string): SignkeyError {
  const error = new SignkeyError('body_unavailable');
  return new SignkeyError(error.code, { message: `${error.message}: ${advice}` });
}

/**
 * The response to a request that is refused; `undefined` for an error that is not signkey's. With the rest of its body
 * unread, a connection is of no further use.
 */
export function refusalOf(error: unknown, { complete }: { complete: boolean }): Refusal | undefined {
  if (!(error instanceof SignkeyError)) return undefined;
  return {
    status: error.httpStatus,
    headers: { 'Content-Type': 'application/json', ...(complete ? {} : { Connection: 'close' }) },
    body: JSON.stringify(error),
  };
}
