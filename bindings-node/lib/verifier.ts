import { toBytes, toHeader } from './internal/arguments.js';
import { SignkeyError, misuse, refusal } from './error.js';
import type { Bytes, Header } from './inputs.js';
import { Keyring, internals } from './keyring.js';
import { addon } from './internal/load.js';
import { verifySetting } from './internal/limits.js';
import type { VerifyOptions } from './options.js';
import { type Verified, conclude } from './verified.js';

// What is abandoned before its end is dropped when its object is collected.
const registry = new FinalizationRegistry<number>((handle) => addon.closeVerifier(handle));

const FINISHED = -1;

/**
 * Verifies a message piece by piece, in constant memory, under all keys of a keyring in one pass.
 *
 * It checks the bytes as received and no other form: the canonical form of a request, and a response without its
 * last line feed, need the whole body. Act on nothing of the message before {@link Verifier.finish} has returned.
 */
export class Verifier {
  #handle: number;
  readonly #keyIds: readonly string[];

  /**
   * Begins with the value of `X-Inngest-Signature`.
   *
   * @throws {SignkeyError} `missing_signature` or `malformed_signature`.
   */
  constructor(keyring: Keyring, header: Header) {
    if (!(keyring instanceof Keyring)) throw misuse('keyring must be a Keyring');
    const { handle, keyIds } = internals(keyring);
    this.#keyIds = keyIds;
    this.#handle = addon.openVerifier(handle, toHeader(header));
    if (this.#handle < 0) throw refusal();
    registry.register(this, this.#handle, this);
  }

  /**
   * Takes the next piece of the body, of any size.
   *
   * @throws {SignkeyError} `finished` after {@link Verifier.finish}.
   */
  update(chunk: Bytes): this {
    const bytes = toBytes(chunk, 'chunk');
    if (this.#handle === FINISHED) throw new SignkeyError('finished');
    if (!addon.updateVerifier(this.#handle, bytes)) throw refusal();
    return this;
  }

  /**
   * Ends the message, whatever the verdict.
   *
   * @throws {SignkeyError} `signature_mismatch`, `expired` or `not_yet_valid`, checked in this order; `finished` the
   * second time.
   */
  finish(options?: VerifyOptions): Verified;
  finish(options: VerifyOptions<bigint> & { now: bigint }): Verified<bigint>;
  finish(options?: VerifyOptions<number | bigint>): Verified<number | bigint> {
    const { now, limits } = verifySetting(options);
    const handle = this.#handle;
    if (handle === FINISHED) throw new SignkeyError('finished');
    this.#handle = FINISHED;
    registry.unregister(this);
    return conclude(addon.finishVerifier(handle, now, limits), this.#keyIds, now);
  }

  get [Symbol.toStringTag](): string {
    return 'Verifier';
  }
}

Object.freeze(Verifier.prototype);
