import { misuse } from './error.js';
import type { Bytes } from './inputs.js';
import { checkOptions, toBytes } from './internal/arguments.js';
import { Collector } from './internal/collector.js';
import { lists } from './internal/lists.js';
import { Registration } from './registration.js';

/** How a registration is sent. */
export interface RegisterOptions {
  /** What sends the requests; the global `fetch` by default. It has to respect `redirect: 'manual'`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Ends all requests of the sync, e.g. `AbortSignal.timeout(10_000)`. Without it, the time limits are those of `fetch`. */
  signal?: AbortSignal | undefined;
}

const OPTIONS = new Set(['fetch', 'signal']);

/**
 * Sends the configuration of the functions to the platform, until the sync is answered for good (SPEC.md, section 11).
 * In band there is nothing to send. What is left to do is to send the registration's `response`.
 *
 * No redirect is followed. A platform that cannot be reached, or not in time, ends the sync, and the response says so.
 *
 * @param configuration - JSON in UTF-8.
 * @throws {SignkeyError} `invalid_argument`; `finished` if something else answers the registration meanwhile. Other
 * failures of `fetch`, such as the reason of an aborted `signal` that is no time-out, are passed on; the sync can then
 * be registered again.
 */
export async function register(
  registration: Registration,
  configuration: Bytes,
  options: RegisterOptions = {},
): Promise<void> {
  if (!(registration instanceof Registration)) throw misuse('registration must be a Registration');
  const body = toBytes(configuration, 'configuration');
  checkOptions(options, OPTIONS);
  const { fetch = globalThis.fetch, signal = null } = options;
  if (typeof fetch !== 'function') throw misuse('fetch must be a function');
  for (let request; (request = registration.request()) !== undefined;) {
    const { url, headers } = request;
    const send = (): Promise<Response> => fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    registration.answer(...(await answerOf(send)));
  }
}

/** The status and the body of an answer; status 0 if none arrived whole. */
async function answerOf(send: () => Promise<Response>): Promise<[status: number, body?: Uint8Array]> {
  try {
    const response = await send();
    return [response.status, await start(response.body)];
  } catch (error) {
    if (isNothingArrived(error)) return [0];
    throw error;
  }
}

/** A body, of which no more is read than shows that it is too large. */
async function start(stream: Response['body']): Promise<Uint8Array> {
  const collector = new Collector(lists.answerSizeMax);
  for await (const chunk of stream ?? []) {
    if (!collector.add(chunk)) break;
  }
  return collector.bytes();
}

/**
 * Whether an error is one of the network or the clock. Of the network, `fetch` throws a `TypeError` whose cause says
 * what happened; one without a cause, or that another `TypeError` caused, is about how `fetch` was called.
 */
function isNothingArrived(error: unknown): boolean {
  // By name, since errors may be of another realm.
  const { name, cause } = (error ?? {}) as Partial<Error>;
  return name === 'TimeoutError' || (name === 'TypeError' && isError(cause) && cause.name !== 'TypeError');
}

/** Of any realm. */
function isError(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}
