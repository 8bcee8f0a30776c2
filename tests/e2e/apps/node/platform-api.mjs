// Calls to the platform's API, with tokens that signkey makes of the keys.

import { SigningKey } from '../../../../bindings-node/dist/index.mjs';

/** The token of the key that worked last is tried first. */
export class Platform {
  #origin;
  #tokens;

  constructor(origin, keys) {
    this.#origin = origin;
    this.#tokens = keys.filter(Boolean).map((key) => new SigningKey(key).apiToken());
  }

  /** The status and the body. */
  async send(method, path, headers, body) {
    let answer;
    for (const token of [...this.#tokens]) {
      answer = await this.#sendOnce(method, path, { ...headers, Authorization: `Bearer ${token}` }, body);
      if (answer.status !== 401 && answer.status !== 403) {
        this.#tokens.sort((one, other) => Number(other === token) - Number(one === token));
        break;
      }
    }
    return answer;
  }

  async #sendOnce(method, path, headers, body) {
    try {
      const response = await fetch(this.#origin + path, {
        method,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      });
      return { status: response.status, body: response.ok ? await response.json() : undefined };
    } catch {
      return { status: 503 }; // not there: it is being restarted
    }
  }
}
