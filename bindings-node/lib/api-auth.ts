import { misuse } from './error.js';
import { toSmall, toText } from './internal/arguments.js';
import { Opened, hold, unwrap, unwrapNumber } from './internal/handle.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';
import { Keyring, internals } from './keyring.js';

declare const brand: unique symbol;

/** One try of a call. {@link ApiAuth.begin} and {@link ApiAuth.after} make them. */
export type Attempt = number & { readonly [brand]: never };

const DONE = -2;

/** @internal The authentication over a native one, just opened. */
export let apiAuthOver: (handle: number) => ApiAuth;

/**
 * Which credential goes with a call to the platform's API (SPEC.md, section 10): that of the key that worked last, the
 * primary at first. `apiFetch` of `signkey/fetch` does all of it.
 *
 * A call that is answered 401 or 403 is tried again with each of the other keys, once. The first that is answered 2xx is
 * used from then on: what one call learns, the next one knows. It shows no secret. Not transferable to other threads:
 * make one in each worker.
 */
export class ApiAuth {
  readonly #handle: number;

  static {
    apiAuthOver = (handle) => new ApiAuth(new Opened(handle) as never, '');
  }

  /**
   * @param keyring - The keys; without them, calls carry no credential.
   * @param origin - Any URL of the API, e.g. `https://api.inngest.com`.
   * @throws {SignkeyError} `malformed_url`.
   */
  constructor(keyring: Keyring | null | undefined, origin: string) {
    const given: unknown = keyring;
    this.#handle = hold(this, given instanceof Opened ? given.handle : open(given, origin));
  }

  /** Begins a call. */
  begin(): Attempt {
    return unwrapNumber(addon.beginCall(this.#handle)) as Attempt;
  }

  /** The value of `Authorization` for an attempt; `undefined` if there is no key. It is a secret. */
  authorization(attempt: Attempt): string | undefined {
    const value = unwrap(addon.authorization(this.#handle, toAttempt(attempt)));
    return value === '' ? undefined : value;
  }

  /**
   * Takes the status of the answer to an attempt.
   *
   * @returns The next attempt if the call is to be sent again; otherwise the answer stands, whatever it is.
   */
  after(attempt: Attempt, status: number): Attempt | undefined {
    const number = toSmall(status, 'status');
    const next = addon.afterAttempt(this.#handle, toAttempt(attempt), number);
    return next === DONE ? undefined : (unwrapNumber(next) as Attempt);
  }

  /** Whether a credential may be sent to this URL. Follow no redirect to any other. */
  maySendTo(url: string): boolean {
    return addon.maySendTo(this.#handle, toText(url, 'url'));
  }
}

showAs('ApiAuth', ApiAuth);

function open(keyring: unknown, origin: string): number {
  if (keyring !== undefined && keyring !== null && !(keyring instanceof Keyring)) {
    throw misuse('keyring must be a Keyring or absent');
  }
  return addon.openApiAuth(keyring && internals(keyring).handle, toText(origin, 'origin'));
}

function toAttempt(attempt: Attempt): number {
  return toSmall(attempt, 'attempt');
}
