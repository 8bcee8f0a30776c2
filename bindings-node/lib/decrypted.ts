import type { OwnBuffer } from './inputs.js';
import type { Opened } from './internal/addon.js';
import { unwrap } from './internal/handle.js';
import { showAs } from './internal/shown.js';

const PASS = Symbol();

/** @internal Turns the answer of a native decryption into its result. */
export let conclude: (opened: Opened | null) => Decrypted;

/**
 * JSON in plain text, and whether any of it was encrypted. Only decryption makes one; `console.log` and
 * `JSON.stringify` do not show the text.
 */
export class Decrypted {
  readonly #json: OwnBuffer;
  readonly #wasEncrypted: boolean;

  private constructor(pass: symbol, json: OwnBuffer, wasEncrypted: boolean) {
    if (pass !== PASS) throw new TypeError('a Decrypted comes from decryption alone');
    this.#json = json;
    this.#wasEncrypted = wasEncrypted;
  }

  static {
    conclude = (opened) => {
      const { json, wasEncrypted } = unwrap(opened);
      return new Decrypted(PASS, json as OwnBuffer, wasEncrypted);
    };
  }

  /** The JSON text. */
  get json(): OwnBuffer {
    return this.#json;
  }

  /**
   * Whether the text, or a part of it, was encrypted and authentic. Otherwise it is the input as it was, and nothing is
   * known about where it comes from.
   */
  get wasEncrypted(): boolean {
    return this.#wasEncrypted;
  }

  toJSON(): { wasEncrypted: boolean; size: number } {
    return { wasEncrypted: this.#wasEncrypted, size: this.#json.length };
  }
}

showAs('Decrypted', Decrypted);
