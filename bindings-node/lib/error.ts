import type { Failure } from './internal/addon.js';
import type { ErrorCode } from './codes.js';
import { addon } from './internal/load.js';

/** One entry of {@link errorKinds}. */
export interface ErrorKind {
  readonly code: ErrorCode;
  /** The same in every language of signkey, 1 to 999. */
  readonly number: number;
  /** The HTTP status with which an endpoint should answer: 401 for what an outsider can cause, 500 for own faults. */
  readonly httpStatus: number;
  /** A sentence for people, without a final stop. */
  readonly message: string;
  /** What the operator of an app can do about it: a sentence without a final stop. */
  readonly hint?: string;
  /** Where the documentation says more: a file of the repository and a section of it. */
  readonly docs: string;
}

/** Every kind of error, in the order of the numbers. */
export const errorKinds: readonly ErrorKind[] = Object.freeze(
  addon.errorKinds().map((kind) => Object.freeze(kind as ErrorKind)),
);

const byCode = new Map<string, ErrorKind>(errorKinds.map((kind) => [kind.code, kind]));
const byNumber = new Map<number, ErrorKind>(errorKinds.map((kind) => [kind.number, kind]));

/** What an error may say beyond its code. */
export interface ErrorDetails {
  /** The sentence, if not the usual one. */
  message?: string | undefined;
  /** The option or variable that causes it. */
  setting?: string | undefined;
  /** What to do about it, if not the usual. */
  hint?: string | undefined;
  /** The error behind it. */
  cause?: unknown;
  position?: number | undefined;
  skewSeconds?: number | undefined;
}

/**
 * Everything that signkey throws. It holds no part of any input, so it is safe to log.
 *
 * `expired` and `not_yet_valid` mean that the signature is authentic.
 */
export class SignkeyError extends Error {
  /** The `snake_case` name of what went wrong. */
  readonly code: ErrorCode;
  /** The number of the code, the same in every language of signkey. */
  readonly number: number;
  /** The HTTP status with which an endpoint should answer: 401 for what an outsider can cause, 500 for own faults. */
  readonly httpStatus: number;
  /** The name of the option or variable that causes it, as far as it is known. Not for everyone: it is not sent. */
  declare readonly setting?: string;
  /** What the operator of the app can do about it: a sentence without a final stop. Not for everyone: it is not sent. */
  declare readonly hint?: string;
  /**
   * Where in the input: for a key, the character, counted from 1 in the trimmed text; for JSON, the
   * byte at which the scan stopped, counted from 0. Only there if the code has a position.
   */
  declare readonly position?: number;
  /**
   * For `expired` and `not_yet_valid`: the seconds between the signature and the clock, rounded above
   * `Number.MAX_SAFE_INTEGER`.
   */
  declare readonly skewSeconds?: number;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const kind = byCode.get(code);
    if (kind === undefined) throw new TypeError('not a code of signkey');
    super(details.message ?? kind.message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = kind.code;
    this.number = kind.number;
    this.httpStatus = kind.httpStatus;
    if (details.setting !== undefined) this.setting = details.setting;
    const hint = details.hint ?? kind.hint;
    if (hint !== undefined) this.hint = hint;
    if (details.position !== undefined) this.position = details.position;
    if (details.skewSeconds !== undefined) this.skewSeconds = details.skewSeconds;
  }

  /** Where the documentation says more: a file of the repository and a section of it. */
  get docs(): string {
    return (byCode.get(this.code) as ErrorKind).docs;
  }

  /** As {@link SignkeyError.httpStatus}, where Express and Koa look for it. */
  get status(): number {
    return this.httpStatus;
  }

  /** As {@link SignkeyError.httpStatus}, where Fastify looks for it. */
  get statusCode(): number {
    return this.httpStatus;
  }

  /** Whether frameworks may show the message to anyone: they may not. */
  get expose(): boolean {
    return false;
  }

  /** What may be sent to anyone: no setting is named in it, and no hint. */
  toJSON(): { code: ErrorCode; message: string } {
    const { code, message, setting } = this;
    return { code, message: setting === undefined ? message : (byCode.get(code) as ErrorKind).message };
  }
}

// On the prototype, as for the errors of the language: stack traces begin with it.
Object.defineProperty(SignkeyError.prototype, 'name', { value: 'SignkeyError', configurable: true, writable: true });

/** @internal The error that a native function has just answered with. */
export function failed(failure: Failure = addon.failure()): SignkeyError {
  const code = byNumber.get(failure.number)?.code ?? 'internal';
  return new SignkeyError(code, failure);
}

/** @internal The error of a caller who broke the contract of a call. */
export function misuse(message: string, setting?: string): SignkeyError {
  return new SignkeyError('invalid_argument', { message, setting });
}
