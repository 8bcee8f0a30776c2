/** Options of the verification of responses and streams. */
export interface VerifyOptions<Time extends number | bigint = number> {
  /**
   * The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. With a bigint, the times of the
   * result are bigints too, exact beyond `Number.MAX_SAFE_INTEGER`.
   */
  now?: Time | undefined;
  /** How old a signature may be, in seconds, the border included. 300 by default. */
  past?: number | bigint | undefined;
  /** How far ahead of the clock a signature may be, in seconds, the border included. 300 by default. */
  future?: number | bigint | undefined;
}

/** Options of the verification of requests. */
export interface VerifyRequestOptions<Time extends number | bigint = number> extends VerifyOptions<Time> {
  /**
   * The largest body, in bytes, whose canonical form is tried; 4 MiB by default. A larger one can still match as
   * received.
   */
  maxJsonSize?: number | undefined;
}

/** Options of signing. */
export interface SignOptions {
  /** The time of the signature in whole seconds since 1970-01-01 00:00 UTC; the system's clock by default. */
  timestamp?: number | bigint | undefined;
}

/** Options of signing with a keyring. */
export interface KeyringSignOptions extends SignOptions {
  /** The index of the key; by default 0, the primary. A response takes that of the key that verified its request. */
  keyIndex?: number | undefined;
}

/** Options of canonicalization. */
export interface CanonicalizeOptions {
  /** The largest document in bytes; 16 MiB by default, 512 MiB at most. */
  maxJsonSize?: number | undefined;
}
