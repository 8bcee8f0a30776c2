/**
 * A key for encryption: text as a string, or a raw key as a `Uint8Array` of 32 bytes.
 *
 * The text should be random and of at least 128 bits. Its key is the BLAKE2b-256 hash of its UTF-8, with white space
 * and byte order marks around it removed.
 */
export type EncryptionKey = string | Uint8Array;
/** The keys and options of an `Encryptor`. */
export interface EncryptorOptions {
    /** The key that encrypts. It also decrypts. It is only optional with `decryptOnly`. */
    primary: EncryptionKey | null | undefined;
    /** Keys that only decrypt, tried in this order behind the primary; absent ones are left out. */
    fallbacks?: readonly (EncryptionKey | null | undefined)[] | undefined;
    /** Leaves what is to be encrypted as it is, for rolling encryption out and back. `false` by default. */
    decryptOnly?: boolean | undefined;
    /**
     * Makes plaintext an error, `encryption_required`, where something encrypted is due. `false` by default, as long as
     * old runs hold plaintext.
     */
    requireEncrypted?: boolean | undefined;
    /** The field of event data that is encrypted, `encrypted` by default. All encrypted fields are decrypted. */
    eventField?: string | undefined;
    /**
     * Decrypts also what versions 0.x of `@inngest/middleware-encryption` wrote, as long as something of it is left.
     * That format is **not authenticated**: who can write to the stored data can change what it decrypts to. `false` by
     * default.
     */
    legacyAes?: boolean | undefined;
}
/** Options of one encryption. */
export interface EncryptOptions {
    /**
     * 24 bytes in place of random ones from the operating system: for tests, and to reproduce published envelopes.
     * Never use one twice. Two messages under one key and one nonce betray each other, and let anyone forge more.
     */
    nonce?: Uint8Array | undefined;
}
