// A request that may have to be sent several times, to one URL or the next.

type Fetch = typeof globalThis.fetch;
type Input = Parameters<Fetch>[0];
type Init = NonNullable<Parameters<Fetch>[1]>;

/** What a request is made of, in the options of `fetch` as well as in a `Request`. */
const MEMBERS = [
  ...['method', 'headers', 'body', 'redirect', 'signal', 'duplex', 'referrer', 'referrerPolicy'],
  ...['mode', 'credentials', 'cache', 'integrity', 'keepalive'],
];
/** What is left out with the body when a redirect turns the method into `GET` (Fetch standard, section 4.4). */
const BODY_HEADERS = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type', 'Content-Length'];
/** What is for one origin and no other. The credential is not among the headers of a message: `send` adds it. */
const ORIGIN_HEADERS = ['Cookie', 'Host', 'Proxy-Authorization'];

export class Message {
  readonly url: URL;
  #init: Init;
  /** The request as it came: what no option of `fetch` says is in there. */
  readonly #request: Request | undefined;

  /** @throws {TypeError} If the URL is none. */
  constructor(input: Input, init?: Init | null) {
    this.#request = isRequest(input) ? input : undefined;
    this.url = new URL(urlOf(input));
    this.#init = { ...pick(this.#request), ...init, ...pick(init) };
  }

  get headers(): Headers {
    return new Headers(this.#init.headers);
  }

  get redirect(): string {
    return this.#init.redirect ?? 'follow';
  }

  /** Whether it can be sent more than once, which a stream can not. */
  get isRepeatable(): boolean {
    return !isStream(this.#init.body);
  }

  /** Takes the body of a `Request` into memory. */
  async load(): Promise<void> {
    const request = this.#request;
    // Where the options hold no body, that of the request counts.
    if (!request?.body || (this.#init.body ?? request.body) !== request.body) return;
    this.#init = { ...this.#init, body: await request.arrayBuffer() };
  }

  /** Sends it once, with this credential in addition. */
  send(fetch: Fetch, authorization: string | undefined): Promise<Response> {
    const { headers } = this;
    if (authorization !== undefined) headers.set('Authorization', authorization);
    const redirect = this.redirect === 'follow' ? 'manual' : this.redirect;
    return fetch(this.#request ?? this.url.href, { ...this.#init, headers, redirect } as Init);
  }

  /** Sends it, with all redirects that follow, to wherever they lead. */
  sendAway(fetch: Fetch): Promise<Response> {
    const { headers } = this;
    for (const name of ORIGIN_HEADERS) headers.delete(name);
    return fetch(this.url.href, { ...this.#init, headers, redirect: 'follow' });
  }

  /**
   * What a redirect with this status makes of it (Fetch standard, section 4.4).
   *
   * @throws {TypeError} For a body that cannot be sent again.
   */
  redirected(status: number, location: URL): Message {
    const { headers } = this;
    const method = (this.#init.method ?? 'GET').toUpperCase();
    const becomesGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
    if (becomesGet) {
      for (const name of BODY_HEADERS) headers.delete(name);
      return new Message(location, { ...this.#init, headers, method: 'GET', body: null });
    }
    if (!this.isRepeatable) throw failed('a redirect asks again for a body that was a stream');
    return new Message(location, { ...this.#init, headers });
  }
}

/** An error as those of `fetch` are. */
export function failed(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) });
}

/** The text of where a request is to go. */
export function urlOf(input: Input): string {
  return isRequest(input) ? input.url : String(input);
}

/** Also one of another `fetch` than the global one. */
function isRequest(input: Input): input is Request {
  return typeof input === 'object' && input !== null && 'clone' in input && 'url' in input;
}

/** Whether a body is of the kinds that give their bytes only once. */
function isStream(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return Symbol.asyncIterator in body || 'getReader' in body || 'pipe' in body;
}

/** The members that are there, be they own ones or those of a class. */
function pick(from: object | null | undefined): Init {
  const members = MEMBERS.map((name) => [name, from?.[name as never] as unknown]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined && value !== null)) as Init;
}
