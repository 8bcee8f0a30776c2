import type { ErrorCode } from './codes.js';

/** Why a text is no signing key. Nothing of the text is in it, but for the name of a character that no key has. */
export interface KeyFault {
  /** The code of the error that `SigningKey` throws. */
  readonly code: ErrorCode;
  /** What was found, such as `quoted`, `assignment` or `invisible_character`; else it is the code. */
  readonly cause: string;
  /** A sentence for people, without a final stop. */
  readonly message: string;
  /**
   * The character to look at, counted from 1 as it is seen: white space in front and characters without width do not
   * count. A character without width stands in front of this one.
   */
  readonly position?: number;
  /** The name of that character, if it has one. */
  readonly character?: string;
  /** What to do about it: a sentence without a final stop. */
  readonly hint: string;
}
