import { toBytes, toHeader } from './internal/arguments.js';
import { SignkeyError, failed, misuse } from './error.js';
import type { Bytes, Header } from './inputs.js';
import { hold, release } from './internal/handle.js';
import { Keyring, internals } from './keyring.js';
import { addon } from './internal/load.js';
import { verifySetting } from './internal/limits.js';
import { showAs } from './internal/shown.js';
import type { VerifyOptions } from './options.js';
import { type Verified, conclude } from './verified.js';

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
    this.#handle = hold(this, addon.openVerifier(handle, toHeader(header)));
  }

  /**
   * Takes the next piece of the body, of any size.
   *
   * @throws {SignkeyError} `finished` after {@link Verifier.finish}.
   */
  update(chunk: Bytes): this {
    const bytes = toBytes(chunk, 'chunk');
    if (this.#handle === FINISHED) throw new SignkeyError('finished');
    if (!addon.updateVerifier(this.#handle, bytes)) throw failed();
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
    release(this);
    return conclude(addon.finishVerifier(handle, now, limits), this.#keyIds, now);
  }
}

showAs('Verifier', Verifier);
