import type { SignkeyError } from './error.js';
import type { RequestWarning } from './warning.js';

/** Options of the adapters for HTTP servers. Everything else is a matter of the endpoint. */
export interface AdapterOptions<Request> {
  /**
   * Called for each request that is refused, and each response that could not be signed. Without it, what the operator of
   * the app has to mend (`httpStatus` 500) is written once for each code by `process.emitWarning`, with the type
   * `SignkeyWarning`, and nothing of what anyone outside can cause.
   */
  onRefused?: ((request: Request, error: SignkeyError) => void) | undefined;
  /** Called for each request that says of its sender what contradicts the mode of the endpoint. */
  onWarning?: ((request: Request, warning: RequestWarning) => void) | undefined;
  /** The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. */
  now?: (() => number) | undefined;
}
