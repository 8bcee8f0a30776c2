/**
 * The form of the message under which its signature matched: the bytes as received, the canonical form (RFC 8785)
 * of a request, or the bytes of a response less one trailing line feed.
 */
export type Form = 'raw' | 'canonical' | 'trimmed';
/** What a {@link Verified} says, as a plain object. */
export type VerifiedProperties<Time extends number | bigint = number> = Pick<Verified<Time>, 'keyIndex' | 'keyId' | 'form' | 'timestamp' | 'ageSeconds'>;
/**
 * Proof that a message is authentic and timely. Only verification makes one; it cannot be changed.
 *
 * Its times are numbers, or bigints if the clock was given as a bigint.
 */
export declare class Verified<Time extends number | bigint = number> {
    #private;
    private constructor();
    /** The index in the keyring of the key that matched; 0 is the primary. */
    get keyIndex(): number;
    /** The id of the key that matched: 12 hexadecimal digits. */
    get keyId(): string;
    /** The form of the message under which the signature matched. */
    get form(): Form;
    /** When the message was signed, in seconds since 1970-01-01 00:00 UTC. */
    get timestamp(): Time;
    /** The age of the signature in seconds; negative if it was ahead of the clock. */
    get ageSeconds(): Time;
    /** The properties as a plain object. */
    toJSON(): VerifiedProperties<Time>;
}
