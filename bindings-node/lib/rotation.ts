import { misuse } from './error.js';
import { checkPlain, toBytes } from './internal/arguments.js';
import { unwrap } from './internal/handle.js';
import { INSPECT } from './internal/shown.js';
import { addon } from './internal/load.js';
import type { Bytes } from './inputs.js';

/** What one probe of an app found: the ids of its keys, or that it refused both keys, or that it did not answer. */
export type RotationProbe =
  { readonly primary: string | null; readonly fallback: string | null } | 'refused' | 'unreachable';

/** An app that has the key, and what probes of it found. */
export interface RotationApp {
  readonly name: string;
  /** The language of its SDK, if it is known: `go`, `py`, `js`. */
  readonly language?: string | null;
  readonly version?: string | null;
  /** Whether it shows a fallback at all, if only that there is none. */
  readonly shows_fallback?: boolean;
  /** None at all means that nobody asked. */
  readonly probes: readonly RotationProbe[];
}

/**
 * A rotation as it stands, in the names that all languages share: it is one JSON document. Keys are said by their ids,
 * which are no secret.
 */
export interface RotationFacts {
  /** The key that is to be replaced. */
  readonly current: string;
  /** The key that replaces it. */
  readonly next: string;
  /** With which of them the server signs; `null` if nobody knows. */
  readonly server?: 'current' | 'next' | null;
  /** When the server began to sign with the next key, in seconds since 1970-01-01 00:00 UTC. */
  readonly switched_at?: number | null;
  /** The clock, likewise. */
  readonly now: number;
  readonly past?: number;
  readonly future?: number;
  /** Whether requests may be refused for the moment in which an app without a fallback changes its key. */
  readonly accept_downtime?: boolean;
  readonly apps: readonly RotationApp[];
}

/** Which of the two keys stands where. */
export interface RotationKeys {
  readonly primary: 'current' | 'next';
  readonly fallback: 'current' | 'next' | null;
}

/** The step as the core writes it. */
interface StepJson {
  action: string;
  message: string;
  reason: string;
  apps: string[];
  keys: RotationKeys | null;
  wait_seconds: number | null;
  has_downtime: boolean;
  is_done: boolean;
}

/** What to do next, and why. */
export class RotationStep {
  /** The `snake_case` name of what to do, such as `add_fallback`; `done` if nothing is left. */
  readonly action: string;
  /** What to do, and why that is next: sentences without a final stop. */
  readonly message: string;
  readonly reason: string;
  /** The names of the apps that it is about. */
  readonly apps: readonly string[];
  /** Which keys these apps are to have: `INNGEST_SIGNING_KEY`, and `INNGEST_SIGNING_KEY_FALLBACK` or none. */
  readonly keys: RotationKeys | undefined;
  /** For how many seconds to wait. */
  readonly waitSeconds: number | undefined;
  /** Whether requests are refused while the step is taken. */
  readonly hasDowntime: boolean;
  /** Whether no step is left. */
  readonly isDone: boolean;
  /** The whole step as JSON. */
  readonly json: string;
  readonly #text: string;

  /** @internal */
  constructor(json: string, text: string) {
    const step = JSON.parse(json) as StepJson;
    this.action = step.action;
    this.message = step.message;
    this.reason = step.reason;
    this.apps = Object.freeze(step.apps);
    this.keys = step.keys === null ? undefined : Object.freeze(step.keys);
    this.waitSeconds = step.wait_seconds ?? undefined;
    this.hasDowntime = step.has_downtime;
    this.isDone = step.is_done;
    this.json = json;
    this.#text = text;
    Object.freeze(this);
  }

  /** What to do and why, in a sentence or two. */
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

/**
 * Says the next step of a rotation. It remembers nothing: asked again with the same facts, it says the same.
 *
 * @param facts - An object, or the bytes of its JSON.
 * @throws {SignkeyError} `invalid_argument`, whose `setting` is the member that is wrong; for bytes also the errors of
 * JSON.
 */
export function rotationStep(facts: RotationFacts | Bytes): RotationStep {
  const { json, text } = unwrap(addon.rotationStep(toJson(facts)));
  return new RotationStep(json, text);
}

/** What an app says of itself, in the names that all languages share; `null` is what it does not say. */
export interface Introspection {
  /** Whether the request's signature was verified. */
  readonly verified: boolean | null;
  /** The id of its signing key. */
  readonly primary: string | null;
  /** The id of its fallback. */
  readonly fallback: string | null;
  /** Whether it shows a fallback at all, if only that there is none. SDKs that know none do not. */
  readonly shows_fallback: boolean;
  readonly language: string | null;
  readonly version: string | null;
  readonly mode: string | null;
  readonly app_id: string | null;
  /** The code of an error, if the answer is a refusal. */
  readonly code: string | null;
}

/**
 * Reads the answer of an app to a signed `GET`. Of its keys the ids are kept: some SDKs show the whole hash, which is the
 * API token.
 *
 * @throws {SignkeyError} `invalid_argument` for another document than an object, and the errors of JSON.
 */
export function readIntrospection(body: Bytes): Introspection {
  return JSON.parse(unwrap(addon.readIntrospection(toBytes(body, 'body')))) as Introspection;
}

function toJson(facts: unknown): Uint8Array {
  if (ArrayBuffer.isView(facts) || facts instanceof ArrayBuffer) return toBytes(facts, 'facts');
  checkPlain(facts, 'facts');
  try {
    return Buffer.from(JSON.stringify(facts));
  } catch {
    throw misuse('facts must hold what JSON has words for: a bigint is none, and no cycle is');
  }
}
