import { type SignkeyError, failed } from './error.js';
import type { RefusalParts } from './internal/addon.js';
import { toRecord } from './internal/fields.js';

/** What a request that is refused is answered with. */
export interface Refusal {
  /** Why it is refused. For logs; the caller is told what the body says. */
  readonly error: SignkeyError;
  readonly status: number;
  /** The headers to send, but for those of the transport. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with `code` and `message`. In cloud mode it says nothing about the settings of the app. */
  readonly body: string;
  /**
   * Whether a body of the request was announced and not read. Then the connection is of no further use: end it in the
   * way of its protocol.
   */
  readonly unread: boolean;
  /** Whether the operator of the app has to mend something, as opposed to what anyone outside can cause. */
  readonly fault: boolean;
  /** What to write into a log: the error with its setting, and what to do about it. */
  readonly log: string;
}

/** @internal */
export function refusalOf({ failure, fields, ...rest }: RefusalParts): Refusal {
  return Object.freeze({ error: failed(failure), headers: Object.freeze(toRecord(fields)), ...rest });
}
