import type { Bytes, KeyText } from './inputs.js';
import { checkOptions, checkPlain, systemClock, toBytes, toCount, toText, withKeyTexts } from './internal/arguments.js';
import type { ExplanationParts, NamedText } from './internal/addon.js';
import { misuse } from './error.js';
import { unwrap } from './internal/handle.js';
import { addon } from './internal/load.js';
import { INSPECT } from './internal/shown.js';
import type { KeyFault } from './key-fault.js';

/** Texts of keys, and what to call them, such as the names of their variables, which the report shows. */
export type NamedKeys =
  | Readonly<Record<string, KeyText | null | undefined>>
  | readonly (readonly [name: string, text: KeyText | null | undefined])[];

/** A message, and what it is verified with. */
export interface Evidence {
  /** How the message is verified; `request` by default. */
  kind?: 'request' | 'response' | undefined;
  /** The keys that verify it, in order, as they were set: white space and all. */
  keys: NamedKeys;
  /** Other secrets that may have signed it by mistake: keys of other environments, old keys, the event key. */
  others?: NamedKeys | undefined;
  /** The values of all headers `X-Inngest-Signature`, as they came. */
  headers: string | readonly string[] | null | undefined;
  /** The body as it came. */
  body: Bytes;
  /** The clock of the verifier, in whole seconds since 1970-01-01 00:00 UTC; the system's by default. */
  now?: number | bigint | undefined;
  /** How old a signature may be, in seconds. 300 by default. */
  past?: number | bigint | undefined;
  /** How far ahead of the clock a signature may be, in seconds. 300 by default. */
  future?: number | bigint | undefined;
  /** The largest body, in bytes, whose canonical form is tried; 4 MiB by default. */
  maxJsonSize?: number | bigint | undefined;
}

/** The report of {@link explain}, for the operator of an app alone. No key is in it, and no MAC. */
export class Explanation {
  /** The code of the error, or `verified`. */
  readonly code: string;
  /** The one thing that would explain the refusal, from the list of docs/explain.md; `undefined` if it is verified. */
  readonly cause: string | undefined;
  /** What explains the verdict: a sentence without a final stop. */
  readonly message: string;
  /** What to do: a sentence without a final stop; `undefined` if it is verified. */
  readonly hint: string | undefined;
  /** Where the documentation says more; `undefined` if it is verified. */
  readonly docs: string | undefined;
  /** Why a key is none, if the cause is `key_fault`. */
  readonly keyFault: KeyFault | undefined;
  /** The name of the key that the cause is about. */
  readonly key: string | undefined;
  /** The byte of the body, or the character of the key, that the cause is about. */
  readonly position: number | undefined;
  /** The whole report as JSON. */
  readonly json: string;
  readonly #text: string;

  /** @internal */
  constructor({ code, cause, message, hint, docs, keyFault, key, position, json, text }: ExplanationParts) {
    this.code = code;
    this.cause = cause;
    this.message = message;
    this.hint = hint;
    this.docs = docs;
    this.keyFault = keyFault && Object.freeze(keyFault as KeyFault);
    this.key = key;
    this.position = position;
    this.json = json;
    this.#text = text;
    Object.freeze(this);
  }

  /** The report for people, in lines. */
  toString(): string {
    return this.#text;
  }

  toJSON(): unknown {
    return JSON.parse(this.json);
  }

  /** @internal */
  [INSPECT](): string {
    return this.#text;
  }
}

const NAMES = new Set(['kind', 'keys', 'others', 'headers', 'body', 'now', 'past', 'future', 'maxJsonSize']);

/**
 * Says what matched a message, or which one thing would explain that nothing did: another key, a clock, a body that was
 * written anew. It says more than a caller may know.
 *
 * @throws {SignkeyError} `invalid_argument`. A message that is not verified is no error here.
 */
export function explain(evidence: Evidence): Explanation {
  checkOptions(evidence, NAMES, 'evidence');
  const { kind = 'request', now = systemClock(), past, future, maxJsonSize } = evidence;
  if (kind !== 'request' && kind !== 'response') throw misuse("kind must be 'request' or 'response'");
  const body = toBytes(evidence.body, 'body');
  const number = (value: number | bigint | undefined, name: string) =>
    value === undefined ? {} : { [name]: toCount(value, name) };
  const numbers = { ...number(past, 'past'), ...number(future, 'future'), ...number(maxJsonSize, 'maxJsonSize') };
  const headers = toHeaders(evidence.headers);
  const time = toCount(now, 'now');
  return withNamed(evidence.keys, 'keys', (keys) =>
    withNamed(
      evidence.others ?? {},
      'others',
      (others) => new Explanation(unwrap(addon.explain({ kind, keys, others, body, now: time, ...numbers }, headers))),
    ),
  );
}

/** Hands names and texts to the work, and clears the copies that were made for it. */
function withNamed<T>(named: unknown, what: string, work: (texts: NamedText[]) => T): T {
  const entries = entriesOf(named, what);
  const texts = entries.map(([, text]) => text);
  return withKeyTexts(texts, (copies) => work(copies.map((text, at) => ({ name: entries[at]?.[0] as string, text }))));
}

function entriesOf(named: unknown, what: string): [string, unknown][] {
  if (Array.isArray(named)) {
    return named.map((pair: unknown) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw misuse(`${what} must be names and texts, in pairs`);
      return [toText(pair[0], 'the name of a key'), pair[1]];
    });
  }
  checkPlain(named, what);
  return Object.entries(named as object);
}

function toHeaders(headers: unknown): string[] {
  if (headers === undefined || headers === null) return [];
  const all = Array.isArray(headers) ? (headers as unknown[]) : [headers];
  if (all.every((value) => typeof value === 'string')) return all;
  throw misuse('headers must be a string, an array of strings, or absent');
}
