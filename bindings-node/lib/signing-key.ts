import { withKeyTexts } from './internal/arguments.js';
import { misuse } from './error.js';
import { hold, unwrap } from './internal/handle.js';
import type { Bytes, KeyText } from './inputs.js';
import type { KeyFault } from './key-fault.js';
import { addon } from './internal/load.js';
import { signing } from './internal/limits.js';
import type { SignOptions } from './options.js';
import { showAs } from './internal/shown.js';
import { sign } from './internal/sign.js';

/**
 * One signing key: `signkey-<environment>-<hex>`, or bare `<hex>` on self-hosted servers.
 *
 * It cannot be changed, shows nothing but its id, and keeps no key text.
 */
export class SigningKey {
  readonly #handle: number;
  readonly #id: string;

  /**
   * Reads a key from its text, with ASCII white space around it removed. As bytes, a key can be overwritten by the
   * caller afterwards, which a string cannot.
   *
   * @throws {SignkeyError} `empty_key`, `key_too_long`, `malformed_key_prefix`, `event_key`, `non_hex_key` (with
   * `position`) or `odd_key_length`, checked in this order.
   */
  constructor(text: KeyText) {
    if (text === undefined || text === null) throw misuse(`a key must be a string or a Uint8Array, not ${text}`);
    const handle = withKeyTexts([text], ([bytes]) => addon.openKey(bytes as Uint8Array));
    this.#handle = hold(this, handle);
    this.#id = unwrap(addon.keyIds(handle)).join();
  }

  /**
   * Why a text is no key, so that a person finds the place; `undefined` for a key. It quotes nothing of the text but the
   * name of a character that no key has.
   */
  static diagnose(text: KeyText): KeyFault | undefined {
    if (text === undefined || text === null) throw misuse(`a key must be a string or a Uint8Array, not ${text}`);
    const [fault] = withKeyTexts([text], ([bytes]) => unwrap(addon.diagnoseKey(bytes as Uint8Array)));
    return fault && Object.freeze(fault as KeyFault);
  }

  /** What may be shown of this key: the first 12 hexadecimal digits of its hash. */
  get id(): string {
    return this.#id;
  }

  /**
   * The token that authenticates calls to the platform's API, without `Bearer `: the prefix, then the SHA-256 of the
   * decoded digits in hexadecimal. It is a secret.
   */
  apiToken(): string {
    return unwrap(addon.apiToken(this.#handle));
  }

  /**
   * Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `invalid_timestamp`, the errors of {@link canonicalize}, and `json_number_lossy` if the
   * canonical form would be another document.
   */
  signRequest(body: Bytes, options?: SignOptions): string {
    return sign(addon.signRequest, this.#handle, body, signing(options));
  }

  /**
   * Signs these bytes as they are.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `invalid_timestamp`.
   */
  signRaw(body: Bytes, options?: SignOptions): string {
    return sign(addon.signRaw, this.#handle, body, signing(options));
  }

  /**
   * Signs a response: its bytes exactly as they are sent.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `invalid_timestamp`.
   */
  signResponse(body: Bytes, options?: SignOptions): string {
    return sign(addon.signResponse, this.#handle, body, signing(options));
  }

  toJSON(): { id: string } {
    return { id: this.#id };
  }
}

showAs('SigningKey', SigningKey);
