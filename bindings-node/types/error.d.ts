import type { ErrorCode } from './codes.js';
/** One entry of {@link errorKinds}. */
export interface ErrorKind {
    readonly code: ErrorCode;
    /** The same in every language of signkey, 1 to 999. */
    readonly number: number;
    /** The HTTP status with which an endpoint should answer: 401 for what an outsider can cause, 500 for own faults. */
    readonly httpStatus: number;
    /** A sentence for people, without a final stop. */
    readonly message: string;
}
/** Every kind of error, in the order of the numbers. */
export declare const errorKinds: readonly ErrorKind[];
/** What an error may say beyond its code. */
export interface ErrorDetails {
    /** The sentence, if not the usual one. */
    message?: string | undefined;
    /** The option or variable that causes it. */
    setting?: string | undefined;
    position?: number | undefined;
    skewSeconds?: number | undefined;
}
/**
 * Everything that signkey throws. It holds no part of any input, so it is safe to log.
 *
 * `expired` and `not_yet_valid` mean that the signature is authentic.
 */
export declare class SignkeyError extends Error {
    /** The `snake_case` name of what went wrong. */
    readonly code: ErrorCode;
    /** The number of the code, the same in every language of signkey. */
    readonly number: number;
    /** The HTTP status with which an endpoint should answer: 401 for what an outsider can cause, 500 for own faults. */
    readonly httpStatus: number;
    /** The name of the option or variable that causes it, as far as it is known. Not for everyone: it is not sent. */
    readonly setting?: string;
    /**
     * Where in the input: for a key, the character, counted from 1 in the trimmed text; for JSON, the
     * byte at which the scan stopped, counted from 0. Only there if the code has a position.
     */
    readonly position?: number;
    /**
     * For `expired` and `not_yet_valid`: the seconds between the signature and the clock, rounded above
     * `Number.MAX_SAFE_INTEGER`.
     */
    readonly skewSeconds?: number;
    constructor(code: ErrorCode, details?: ErrorDetails);
    /** As {@link SignkeyError.httpStatus}, where Express and Koa look for it. */
    get status(): number;
    /** As {@link SignkeyError.httpStatus}, where Fastify looks for it. */
    get statusCode(): number;
    /** Whether frameworks may show the message to anyone: they may not. */
    get expose(): boolean;
    /** What may be sent to anyone: no setting is named in it. */
    toJSON(): {
        code: ErrorCode;
        message: string;
    };
}
