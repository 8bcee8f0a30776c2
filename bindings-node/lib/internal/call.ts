// A call to the platform's API, from its first attempt to its end.

import type { ApiAuth, Attempt } from '../api-auth.js';
import { Message, failed, urlOf } from './message.js';

type Fetch = typeof globalThis.fetch;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** As many as `fetch` follows (Fetch standard, 4.4 step 7). */
const MAX_REDIRECTS = 20;

export class Call {
  readonly #apiAuth: ApiAuth;
  #message: Message;

  private constructor(apiAuth: ApiAuth, message: Message) {
    this.#apiAuth = apiAuth;
    this.#message = message;
  }

  /** The call, if it is one that takes a credential; a URL that is none is a matter of `fetch`. */
  static of(apiAuth: ApiAuth, ...[input, init]: Parameters<Fetch>): Call | undefined {
    if (!URL.canParse(urlOf(input))) return undefined;
    const message = new Message(input, init);
    const isOurs = mayCarry(apiAuth, message.url) && !message.headers.has('Authorization');
    return isOurs ? new Call(apiAuth, message) : undefined;
  }

  /** Sends it until it is answered for good. */
  async run(fetch: Fetch): Promise<Response> {
    await this.#message.load();
    let attempt = this.#apiAuth.begin();
    for (let redirects = 0; ; redirects += 1) {
      let response: Response;
      [response, attempt] = await this.#attempts(fetch, attempt);
      const location = this.#message.redirect === 'follow' ? redirectOf(response, this.#message.url) : undefined;
      if (location === undefined) return redirects > 0 ? asRedirected(response) : response;
      await discard(response);
      if (redirects === MAX_REDIRECTS) throw failed('too many redirects');
      this.#message = this.#message.redirected(response.status, location);
      if (!mayCarry(this.#apiAuth, location)) return asRedirected(await this.#message.sendAway(fetch));
    }
  }

  /** Sends one message with one credential after the other; the answer, and the attempt that led to it. */
  async #attempts(fetch: Fetch, first: Attempt): Promise<[Response, Attempt]> {
    for (let attempt = first; ;) {
      const response = await this.#message.send(fetch, this.#apiAuth.authorization(attempt));
      const next = this.#apiAuth.after(attempt, response.status);
      if (next === undefined || !this.#message.isRepeatable) return [response, attempt];
      await discard(response);
      attempt = next;
    }
  }
}

/** Whether a credential may go to this URL, as the one who sends it reads it. */
function mayCarry(apiAuth: ApiAuth, url: URL): boolean {
  return url.username === '' && url.password === '' && apiAuth.maySendTo(url.origin);
}

/** Where a response leads, if it is a redirect. */
function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = REDIRECTS.has(status) ? headers.get('Location') : null;
  if (location === null) return undefined;
  if (!URL.canParse(location, from.href)) throw failed('a redirect leads to no URL');
  const url = new URL(location, from.href);
  if (url.hash === '') url.hash = from.hash;
  return url;
}

/** Lets go of an answer, so that its connection is free. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** The response, which says that it was redirected as one of `fetch` does. */
function asRedirected(response: Response): Response {
  return Object.defineProperty(response, 'redirected', { value: true });
}
