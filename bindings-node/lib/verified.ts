import { SignkeyError, failed } from './error.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';

/**
 * The form of the message under which its signature matched: the bytes as received, the canonical form (RFC 8785)
 * of a request, or the bytes of a response less one trailing line feed.
 */
export type Form = 'raw' | 'canonical' | 'trimmed';

/** What a {@link Verified} says, as a plain object. */
export type VerifiedProperties<Time extends number | bigint = number> = Pick<
  Verified<Time>,
  'keyIndex' | 'keyId' | 'form' | 'timestamp' | 'ageSeconds'
>;

const FORMS: readonly Form[] = ['raw', 'canonical', 'trimmed'];
const PASS = Symbol();

/** Where the times of a verdict come from that does not hold them. */
interface Times {
  readonly timestamp: number | bigint;
  readonly ageSeconds: number | bigint;
}

/** @internal The result that a verdict stands for, with these times if there are some. */
export let verifiedOf: (verdict: number, keyIds: readonly string[], times?: Times) => Verified<number | bigint>;

/**
 * Proof that a message is authentic and timely. Only verification makes one; it cannot be changed.
 *
 * Its times are numbers, or bigints if the clock was given as a bigint.
 */
export class Verified<Time extends number | bigint = number> {
  readonly #keyIndex: number;
  readonly #keyId: string;
  readonly #form: Form;
  readonly #timestamp: Time;
  readonly #ageSeconds: Time;

  private constructor(pass: symbol, keyIndex: number, keyId: string, form: Form, timestamp: Time, ageSeconds: Time) {
    if (pass !== PASS) throw new TypeError('a Verified comes from verification alone');
    this.#keyIndex = keyIndex;
    this.#keyId = keyId;
    this.#form = form;
    this.#timestamp = timestamp;
    this.#ageSeconds = ageSeconds;
  }

  /** The index in the keyring of the key that matched; 0 is the primary. */
  get keyIndex(): number {
    return this.#keyIndex;
  }

  /** The id of the key that matched: 12 hexadecimal digits. */
  get keyId(): string {
    return this.#keyId;
  }

  /** The form of the message under which the signature matched. */
  get form(): Form {
    return this.#form;
  }

  /** When the message was signed, in seconds since 1970-01-01 00:00 UTC. */
  get timestamp(): Time {
    return this.#timestamp;
  }

  /** The age of the signature in seconds; negative if it was ahead of the clock. */
  get ageSeconds(): Time {
    return this.#ageSeconds;
  }

  /** The properties as a plain object. */
  toJSON(): VerifiedProperties<Time> {
    const { keyIndex, keyId, form, timestamp, ageSeconds } = this;
    return { keyIndex, keyId, form, timestamp, ageSeconds };
  }

  static {
    verifiedOf = (verdict, keyIds, times) => {
      // The timestamp lies above 17 bits of the rest: lib/internal/direct.d.ts.
      const timestamp = Math.floor(verdict / 2 ** 17);
      const rest = verdict - timestamp * 2 ** 17;
      const keyIndex = (rest >> 2) & 7;
      const keyId = keyIds[keyIndex];
      const form = FORMS[rest & 3];
      if (keyId === undefined || form === undefined) throw new SignkeyError('internal');
      const age = (rest >> 5) - 2048;
      return times === undefined
        ? new Verified(PASS, keyIndex, keyId, form, timestamp, age)
        : new Verified(PASS, keyIndex, keyId, form, times.timestamp, times.ageSeconds);
    };
  }
}

showAs('Verified', Verified);

/** @internal Whether a verdict holds its times; those that are too large it does not. */
export function hasTimes(verdict: number): boolean {
  return verdict % 2 ** 17 >= 2 ** 5;
}

/** @internal Turns the answer of a native verification into its result, with bigints as times for a bigint as clock. */
export function conclude(verdict: number, keyIds: readonly string[], now: number | bigint): Verified<number | bigint> {
  if (verdict < 0) throw failed();
  if (typeof now === 'bigint') {
    return verifiedOf(verdict, keyIds, { timestamp: addon.exactTimestamp(), ageSeconds: addon.exactAgeSeconds() });
  }
  if (hasTimes(verdict)) return verifiedOf(verdict, keyIds);
  return verifiedOf(verdict, keyIds, { timestamp: addon.timestamp(), ageSeconds: addon.ageSeconds() });
}
