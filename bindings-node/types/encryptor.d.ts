import { type Decrypted } from './decrypted.js';
import type { EncryptOptions, EncryptorOptions } from './encryption-options.js';
import type { Bytes, OwnBuffer } from './inputs.js';
/**
 * Encrypts what goes to the platform and decrypts what comes back.
 *
 * All methods take and give JSON in UTF-8 as bytes, and keep what they do not replace, byte for byte. To rotate keys:
 * deploy the new key as a fallback everywhere, then as the primary with the old one as fallback, and drop the old one
 * when nothing is left that it encrypted.
 *
 * The length of a value shows. An envelope does not say where it belongs, so whoever stores envelopes can exchange
 * those of the same keys for one another, or bring an old one back.
 *
 * It cannot be changed, shows no key, and is not transferable to other threads: make one in each worker.
 */
export declare class Encryptor {
    #private;
    /**
     * @throws {SignkeyError} `empty_encryption_key` for text that is blank; `invalid_encryption_key_length` for bytes
     * that are not 32; `missing_encryption_key` without a primary, or with `decryptOnly` without any key;
     * `invalid_argument` for text that is not Unicode, and other misuse.
     */
    constructor(options: EncryptorOptions);
    /** The field of event data that is encrypted. */
    get eventField(): string;
    /** Whether it leaves what is to be encrypted as it is. */
    get decryptOnly(): boolean;
    /** Whether plaintext is an error where something encrypted is due. */
    get requireEncrypted(): boolean;
    /**
     * Encrypts the output of a step or of a function: any JSON value, `null` included. A value that looks like an
     * envelope is encrypted like any other.
     *
     * @throws {SignkeyError} `json_invalid_utf8`, `invalid_json` or `json_too_deep` (over 512 open containers), with the
     * `position` of the byte; `random_source_failed`; `invalid_argument` for a nonce of another size.
     */
    encryptValue(json: Bytes, options?: EncryptOptions): OwnBuffer;
    /**
     * Decrypts the output of a step or of a function. A value without the marker `"__ENCRYPTED__":true` is plaintext:
     * returned as it is, or refused with `requireEncrypted`.
     *
     * @throws {SignkeyError} `json_invalid_utf8`, `invalid_json`, `json_too_deep`; `encryption_required` for plaintext;
     * `json_duplicate_member`, `malformed_envelope` or `unknown_encryption_strategy` if it is not the envelope that it
     * says it is; `decryption_failed` if no key opens it, or it was changed; `malformed_plaintext` if it holds no JSON.
     */
    decryptValue(json: Bytes): Decrypted;
    /**
     * Encrypts the encrypted field of event data, or of the data of an invocation, whatever the field holds: an object,
     * or `null` for none. The rest stays readable.
     *
     * @throws {SignkeyError} As {@link Encryptor.encryptValue}; also `invalid_argument` for what is no object, and
     * `json_duplicate_member`.
     */
    encryptEventData(json: Bytes, options?: EncryptOptions): OwnBuffer;
    /**
     * Decrypts event data: every field that is an envelope, whatever its name, or data that is an envelope as a whole.
     * What was decrypted is not decrypted again. With `requireEncrypted` plaintext in the encrypted field is refused;
     * there need not be such a field.
     *
     * @throws {SignkeyError} As {@link Encryptor.decryptValue}; also `invalid_argument` for what is neither an object
     * nor `null`.
     */
    decryptEventData(json: Bytes): Decrypted;
    /**
     * Decrypts the data of an event that the platform sends when a run ends, as `inngest/function.failed`: the `error`
     * or `result`, and the data of the run's events.
     *
     * @throws {SignkeyError} As {@link Encryptor.decryptEventData}.
     */
    decryptLifecycleData(json: Bytes): Decrypted;
    /**
     * Encrypts the error of a step or of a function: an object with name, message and stack, or any other JSON value.
     * The outcome is an error too, `{"name":"EncryptedError","message":"<envelope>"}`, and nothing of the original stays
     * readable.
     *
     * @throws {SignkeyError} As {@link Encryptor.encryptValue}.
     */
    encryptError(json: Bytes, options?: EncryptOptions): OwnBuffer;
    /**
     * Decrypts an error whose message is an envelope. Any other is returned as it is, even with `requireEncrypted`,
     * since the platform has errors of its own and no key: `wasEncrypted` tells them apart.
     *
     * @throws {SignkeyError} As {@link Encryptor.decryptValue}, without `encryption_required`.
     */
    decryptError(json: Bytes): Decrypted;
    toJSON(): {
        eventField: string;
        decryptOnly: boolean;
        requireEncrypted: boolean;
    };
}
