import type { TestKind } from './internal/addon.js';
import { checkOptions, systemClock, toBytes, toCount } from './internal/arguments.js';
import { unwrap } from './internal/handle.js';
import { lists } from './internal/lists.js';
import { addon } from './internal/load.js';
import { Keyring } from './keyring.js';

const [key, fallback] = addon.testKeys() as [string, string];

/** The key of the kit: public, hence of use in tests only. */
export const TEST_KEY: string = key;

/** The fallback of the kit, as public. */
export const TEST_KEY_FALLBACK: string = fallback;

/** A request as the platform would send it. */
export interface TestRequest {
  /** The bytes to send. */
  readonly body: ReturnType<Uint8Array['slice']>;
  /** The value of `X-Inngest-Signature`; `undefined` in a request without the header. */
  readonly header: string | undefined;
  /** The headers to send. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Options of the test kit. */
export interface TestKitOptions {
  /** The time that its clock shows, in whole seconds since 1970-01-01 00:00 UTC; that of its making by default. */
  now?: number | undefined;
}

const NAMES = new Set(['now']);
const encoder = new TextEncoder();

/** Makes requests signed under {@link TEST_KEY}, seen from a clock that stands still. */
export class TestKit {
  /** The keyring that accepts the kit's requests. */
  readonly keyring: Keyring = new Keyring(TEST_KEY, TEST_KEY_FALLBACK);
  /** The time that the kit's clock shows, for the option `now` of verifications. */
  readonly now: number;

  constructor(options: TestKitOptions = {}) {
    checkOptions(options, NAMES);
    this.now = options.now === undefined ? systemClock() : Number(toCount(options.now, 'now'));
  }

  /** The kit's clock, for the option `now` of adapters. */
  readonly clock = (): number => this.now;

  /** A request that verifies. A string is sent as UTF-8. */
  signed(body: string | Uint8Array): TestRequest {
    return this.#make('signed', body);
  }

  /** A request that verifies under the fallback. */
  fallbackSigned(body: string | Uint8Array): TestRequest {
    return this.#make('fallbackSigned', body);
  }

  /** A request signed one second before the default window: `expired`. */
  expired(body: string | Uint8Array): TestRequest {
    return this.#make('old', body);
  }

  /** A request signed one second behind the default window: `not_yet_valid`. */
  early(body: string | Uint8Array): TestRequest {
    return this.#make('early', body);
  }

  /** A request with one byte more than was signed: `signature_mismatch`. */
  tampered(body: string | Uint8Array): TestRequest {
    return this.#make('tampered', body);
  }

  /** A request without a signature: `missing_signature`. */
  unsigned(body: string | Uint8Array): TestRequest {
    return this.#make('unsigned', body);
  }

  /** A request whose header is not of the one form: `malformed_signature`. */
  malformed(body: string | Uint8Array): TestRequest {
    return this.#make('malformed', body);
  }

  #make(kind: TestKind, body: string | Uint8Array): TestRequest {
    const bytes = typeof body === 'string' ? encoder.encode(body) : toBytes(body, 'body');
    const request = unwrap(addon.testRequest(kind, bytes, this.now));
    const { header } = request;
    const signature = header === undefined ? {} : { [lists.signatureHeader]: header };
    return {
      body: request.body as TestRequest['body'],
      header,
      headers: { 'Content-Type': 'application/json', ...signature },
    };
  }
}
