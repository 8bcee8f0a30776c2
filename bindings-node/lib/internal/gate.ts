// What the adapters for HTTP servers have in common.

import { SignkeyError, misuse, refusal } from '../error.js';
import type { HttpOptions, Signed } from '../http.js';
import type { Header } from '../inputs.js';
import { Keyring } from '../keyring.js';
import { checkOptions, systemClock, toBytes, toCount, toHeader } from './arguments.js';
import { addon } from './load.js';

export const HEADER = 'X-Inngest-Signature';

const DEFAULT_MAX_BODY_SIZE = 16 * 1024 * 1024;
const NAMES = new Set(['maxBodySize', 'unsignedMethods', 'signResponses', 'now', 'past', 'future']);

/** A refusal as an HTTP response. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One endpoint: its keys and options, checked once. */
export class Gate {
  readonly signsResponses: boolean;
  readonly #maxBodySize: number;
  readonly #keyring: Keyring;
  readonly #unsignedMethods: ReadonlySet<string>;
  readonly #now: () => number;
  readonly #window: { past: number | undefined; future: number | undefined };

  constructor(keyring: Keyring, options: HttpOptions = {}) {
    if (!(keyring instanceof Keyring)) throw misuse('keyring must be a Keyring');
    checkOptions(options, NAMES);
    const { maxBodySize = DEFAULT_MAX_BODY_SIZE, unsignedMethods = [], signResponses = false, past, future } = options;
    const { now = systemClock } = options;
    if (!Array.isArray(unsignedMethods) || !unsignedMethods.every((method) => typeof method === 'string')) {
      throw misuse('unsignedMethods must be an array of strings');
    }
    if (typeof signResponses !== 'boolean') throw misuse('signResponses must be a boolean');
    if (typeof now !== 'function') throw misuse('now must be a function that returns seconds');
    this.signsResponses = signResponses;
    this.#maxBodySize = Number(toCount(maxBodySize, 'maxBodySize'));
    this.#keyring = keyring;
    this.#unsignedMethods = new Set(unsignedMethods.map((method) => method.toUpperCase()));
    this.#now = now;
    if (past !== undefined) toCount(past, 'past');
    if (future !== undefined) toCount(future, 'future');
    this.#window = { past, future };
  }

  /**
   * Whether a request may pass without verification. Refuses what can be refused before its body is read, so that no
   * body is held in memory for it.
   */
  letsPass(method: string, header: Header): boolean {
    const text = toHeader(header);
    if (text === undefined && this.#unsignedMethods.has(method)) return true;
    if (!addon.checkHeader(text)) throw refusal();
    return false;
  }

  /** Begins to collect a body; `contentLength` is the value of that header. */
  collector(contentLength: string | null | undefined): Collector {
    return new Collector(this.#maxBodySize, Number(contentLength ?? 0));
  }

  verify(body: Uint8Array, header: Header): Signed {
    const verified = this.#keyring.verifyRequest(body, header, { now: this.#now(), ...this.#window });
    return Object.freeze({ verified, body });
  }

  /** The signature of a response to a verified request. */
  signResponse(body: Uint8Array, { verified }: Signed): string {
    return this.#keyring.signResponse(body, { keyIndex: verified.keyIndex, timestamp: this.#now() });
  }
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
  const { code, message, httpStatus } = error;
  return {
    status: httpStatus,
    headers: { 'Content-Type': 'application/json', ...(complete ? {} : { Connection: 'close' }) },
    body: JSON.stringify({ code, message }),
  };
}
