import type { TestKind } from './internal/addon.js';
import { checkOptions, systemClock, toBytes, toCount } from './internal/arguments.js';
import { granted } from './internal/handle.js';
import { addon } from './internal/load.js';
import { Keyring } from './keyring.js';

/** The key of the kit: public, hence of use in tests only. */
export const TEST_KEY: string = addon.testKey();

/** A request as the platform would send it. */
export interface TestRequest {
  /** The bytes to send. */
  readonly body: ReturnType<Uint8Array['slice']>;
  /** The value of `X-Inngest-Signature`. */
  readonly header: string;
  /** The headers to send. */
  readonly headers: { readonly 'X-Inngest-Signature': string; readonly 'Content-Type': 'application/json' };
}

/** Options of the test kit. */
export interface TestKitOptions {
  /** The time that its clock shows, in whole seconds since 1970-01-01 00:00 UTC; that of its making by default. */
  now?: number | undefined;
}

const NAMES = new Set(['now']);

/** Makes requests signed under {@link TEST_KEY}, seen from a clock that stands still. */
export class TestKit {
  /** The keyring that accepts the kit's requests. */
  readonly keyring: Keyring = new Keyring(TEST_KEY);
  /** The time that the kit's clock shows, for the option `now` of verifications. */
  readonly now: number;

  constructor(options: TestKitOptions = {}) {
    checkOptions(options, NAMES);
    this.now = options.now === undefined ? systemClock() : Number(toCount(options.now, 'now'));
  }

  /** The kit's clock, for the option `now` of the adapters for HTTP servers. */
  readonly clock = (): number => this.now;

  /** A request that verifies. A string is sent as UTF-8. */
  signed(body: string | Uint8Array): TestRequest {
    return this.#make('signed', body);
  }

  /** A request signed one second before the default window: `expired`. */
  expired(body: string | Uint8Array): TestRequest {
    return this.#make('expired', body);
  }

  /** A request signed one second behind the default window: `not_yet_valid`. */
  early(body: string | Uint8Array): TestRequest {
    return this.#make('early', body);
  }

  /** A request with one byte more than was signed: `signature_mismatch`. */
  tampered(body: string | Uint8Array): TestRequest {
    return this.#make('tampered', body);
  }

  #make(kind: TestKind, body: string | Uint8Array): TestRequest {
    const bytes = typeof body === 'string' ? Buffer.from(body) : toBytes(body, 'body');
    const request = granted(addon.testRequest(kind, bytes, this.now));
    const headers = { 'X-Inngest-Signature': request.header, 'Content-Type': 'application/json' } as const;
    return { body: request.body as TestRequest['body'], header: request.header, headers };
  }
}
