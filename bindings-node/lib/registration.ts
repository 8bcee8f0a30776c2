import { failed, misuse } from './error.js';
import type { Bytes, OwnBuffer } from './inputs.js';
import { systemClock, toBytes, toCount, toSmall } from './internal/arguments.js';
import { toRecord } from './internal/fields.js';
import { Opened, hold, unwrap, unwrapNumber } from './internal/handle.js';
import { addon } from './internal/load.js';
import { INSPECT, type Inspect, showAs } from './internal/shown.js';

/** What is to be sent to the platform, by `POST`. It follows no redirect. */
export interface RegisterRequest {
  readonly url: string;
  /**
   * All headers but those about the body's length. `Authorization` among them is a secret, which `console.log` and
   * `JSON.stringify` do not show.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** The response to the request that began a sync. */
export interface SyncResponse {
  readonly status: number;
  /** The signature is among them if, and only if, the request was verified. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON in UTF-8, to be sent as it is. */
  readonly body: OwnBuffer;
}

/** How headers are shown. On their prototype: what stands in an object of headers itself, `fetch` sends. */
const REDACTED = Object.freeze({
  toJSON(this: object): object {
    return 'Authorization' in this ? { ...this, Authorization: '[redacted]' } : { ...this };
  },
  [INSPECT](this: { toJSON(): object }, _depth: number, options: object, inspect: Inspect): string {
    return inspect(this.toJSON(), options);
  },
});

/**
 * How far a registration is: there is something to send to the platform, whose answer decides; the configuration is the
 * response, and nothing is sent; the platform has answered for good.
 */
export type RegistrationState = 'register' | 'in_band' | 'done';

const STATES: readonly RegistrationState[] = ['register', 'in_band', 'done'];

/** @internal The registration over a native one, just opened. */
export let registrationOver: (handle: number) => Registration;

/**
 * A sync (SPEC.md, section 11), with which an app tells the platform which functions it has. `Config.registration` begins
 * one. It does no input or output: while there is a `request()`, send it with the configuration as its body and hand over
 * the `answer`; then send the `response`. In band, the response is the configuration.
 *
 * The same inputs lead to the same requests, and nothing is remembered between syncs but the key that worked. For one
 * sync and in one thread.
 */
export class Registration {
  readonly #handle: number;

  private constructor(opened: Opened) {
    if (!(opened instanceof Opened)) throw misuse('a Registration comes from a Config alone');
    this.#handle = hold(this, opened.handle);
  }

  static {
    registrationOver = (handle) => new Registration(new Opened(handle));
  }

  /** How far it is. */
  get state(): RegistrationState {
    return STATES[unwrapNumber(addon.registrationState(this.#handle))] as RegistrationState;
  }

  /** What to send to the platform; `undefined` in band, and at the end. */
  request(): RegisterRequest | undefined {
    if (this.state !== 'register') return undefined;
    const { url, fields } = unwrap(addon.registerRequest(this.#handle));
    return { url, headers: Object.assign(Object.create(REDACTED) as object, toRecord(fields)) };
  }

  /**
   * Takes the platform's answer; status 0 if none arrived. It may lead to the same request with another credential.
   *
   * @throws {SignkeyError} `finished` after the end; `invalid_argument` in band.
   */
  answer(status: number, body: Bytes = new Uint8Array()): void {
    const bytes = toBytes(body, 'body');
    if (!addon.answerRegistration(this.#handle, toSmall(status, 'status'), bytes)) throw failed();
  }

  /**
   * The response to the request that began the sync. It is signed if, and only if, that was verified.
   *
   * @param configuration - The app's configuration as JSON in UTF-8; in band, and only there.
   * @param timestamp - The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default.
   * @throws {SignkeyError} `invalid_argument` before the end, for a configuration that belongs in no response or is
   * missing in one, and if the config's keys did not verify the request; the error of these keys; `invalid_timestamp`.
   */
  response(configuration?: Bytes, timestamp: number | bigint = systemClock()): SyncResponse {
    const bytes = configuration === undefined ? undefined : toBytes(configuration, 'configuration');
    const time = toCount(timestamp, 'timestamp');
    const { status, fields, body } = unwrap(addon.syncResponse(this.#handle, bytes, time));
    return { status, headers: toRecord(fields), body: body as OwnBuffer };
  }

  /** At the end out of band, what happened, for people: the platform's own words where it gave some. */
  get message(): string | undefined {
    return this.#outcome?.message;
  }

  /** At the end out of band, whether the platform changed anything; `false` for a configuration that it knew already. */
  get modified(): boolean | undefined {
    return this.#outcome?.modified;
  }

  get #outcome(): { message: string; modified: boolean } | undefined {
    return unwrap(addon.registrationOutcome(this.#handle))[0];
  }

  toJSON(): { state: RegistrationState; message?: string; modified?: boolean } {
    return { state: this.state, ...this.#outcome };
  }
}

showAs('Registration', Registration);
