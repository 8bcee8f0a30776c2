import type { Bytes, Header } from './inputs.js';
import { Keyring } from './keyring.js';
import type { VerifyOptions } from './options.js';
import { type Verified } from './verified.js';
/**
 * Verifies a message piece by piece, in constant memory, under all keys of a keyring in one pass.
 *
 * It checks the bytes as received and no other form: the canonical form of a request, and a response without its
 * last line feed, need the whole body. Act on nothing of the message before {@link Verifier.finish} has returned.
 */
export declare class Verifier {
    #private;
    /**
     * Begins with the value of `X-Inngest-Signature`.
     *
     * @throws {SignkeyError} `missing_signature` or `malformed_signature`.
     */
    constructor(keyring: Keyring, header: Header);
    /**
     * Takes the next piece of the body, of any size.
     *
     * @throws {SignkeyError} `finished` after {@link Verifier.finish}.
     */
    update(chunk: Bytes): this;
    /**
     * Ends the message, whatever the verdict.
     *
     * @throws {SignkeyError} `signature_mismatch`, `expired` or `not_yet_valid`, checked in this order; `finished` the
     * second time.
     */
    finish(options?: VerifyOptions): Verified;
    finish(options: VerifyOptions<bigint> & {
        now: bigint;
    }): Verified<bigint>;
}
