import { ApiAuth } from './api-auth.js';
import { misuse } from './error.js';
import { Call } from './internal/call.js';

export { type RegisterOptions, register } from './register.js';

/** The type of `fetch`. */
export type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` that authenticates calls to the platform's API (SPEC.md, section 10).
 *
 * Calls to the origin of `apiAuth` carry the credential of the key that worked last. One that is answered 401 or 403 is
 * sent again with each other key, once; if none works, the last answer is the result. Redirects are followed as `fetch`
 * does, unless the call says otherwise; a call that leaves the origin goes on without the credential, and without it
 * comes back.
 *
 * Passed on as they are, without a credential, are calls to other origins and calls with an `Authorization` header of
 * their own.
 *
 * A body that is a stream can be sent only once: such a call is not tried again, and its answer is the result. The body of
 * a `Request` is kept in memory until the call is over.
 *
 * @param fetch - What sends the requests; the global `fetch` by default. It has to respect `redirect: 'manual'`.
 * @throws {SignkeyError} `invalid_argument`. Calls fail as those of `fetch`.
 */
export function apiFetch(apiAuth: ApiAuth, fetch: Fetch = globalThis.fetch): Fetch {
  if (!(apiAuth instanceof ApiAuth)) throw misuse('apiAuth must be an ApiAuth');
  if (typeof fetch !== 'function') throw misuse('fetch must be a function');
  return async (input, init) => {
    const call = Call.of(apiAuth, input, init);
    return call === undefined ? fetch(input, init) : call.run(fetch);
  };
}
