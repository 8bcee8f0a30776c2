// The native functions of src/direct.rs. The types of all others are generated.

import type { Count } from './addon.js';

/**
 * Verifies a message. A verdict is the index of the key, times four, plus the number of the form, and above these five
 * bits the times: twelve bits of the age plus 2048, and the timestamp. They are 0 if they are too large; then they are
 * left to be read. A refusal is -1, also of bytes in memory that is shared or was transferred.
 */
type Verify = (
  handle: number,
  body: Uint8Array,
  header: string | undefined,
  now: Count,
  limits: BigUint64Array | undefined,
) => number;

export interface Direct {
  /** Verifies a request. */
  readonly verifyRequest: Verify;
  /** Verifies a response. */
  readonly verifyResponse: Verify;
  /**
   * Begins with a request: writes its admission into the state, and says how far it is. That is the most bytes of a body
   * to read; -1 if it is refused; -2 less the number of the reason if its caller is unverified.
   */
  readonly admit: (handle: number, state: Uint8Array, method: string, ...headers: (string | undefined)[]) => number;
  /**
   * Takes the body that an admission asks for; how it came is a number of framing.ts. The answer is as of `Verify`, or -2
   * if the replay store is to be asked.
   */
  readonly receive: (handle: number, state: Uint8Array, body: Uint8Array, how: number, now: Count) => number;
  /** The signature of a response to an admitted request; `null` is an error. */
  readonly signAdmitted: (handle: number, state: Uint8Array, body: Uint8Array, timestamp: Count) => string | null;
}
