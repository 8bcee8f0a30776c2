import type { Verified } from './verified.js';

/** Options of the adapters for HTTP servers. */
export interface HttpOptions {
  /** The largest body in bytes; 16 MiB by default. A larger one is refused with `body_too_large`, status 413. */
  maxBodySize?: number | undefined;
  /**
   * Methods whose requests may come without a signature, e.g. `['GET']`; none by default. A signature that is there
   * is verified for every method. An endpoint has its own.
   */
  unsignedMethods?: readonly string[] | undefined;
  /**
   * Signs responses to verified requests, with the key that verified the request. The response is held back until its
   * end is known, even a streamed one. `false` by default.
   */
  signResponses?: boolean | undefined;
  /** The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. */
  now?: (() => number) | undefined;
  /** How old a signature may be, in seconds. 300 by default. An endpoint has its own window. */
  past?: number | undefined;
  /** How far ahead of the clock a signature may be, in seconds. 300 by default. */
  future?: number | undefined;
}

/** The options that go with an endpoint. */
export type EndpointHttpOptions = Pick<HttpOptions, 'maxBodySize' | 'signResponses' | 'now'>;

/** What the adapters hand to the handler of a verified request. */
export interface Signed {
  readonly verified: Verified;
  /** The bytes that were verified. */
  readonly body: Uint8Array;
}
