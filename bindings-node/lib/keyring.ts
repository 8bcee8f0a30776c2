import { toBytes, toHeader, toView, withKeyTexts } from './internal/arguments.js';
import { Opened, hold, unwrap, unwrapNumber } from './internal/handle.js';
import type { Bytes, Header, KeyText } from './inputs.js';
import { addon } from './internal/load.js';
import { keyringSigning, verifyRequestSetting, verifySetting } from './internal/limits.js';
import type { KeyringSignOptions, VerifyOptions, VerifyRequestOptions } from './options.js';
import { parsedJson } from './internal/parsed.js';
import { sign } from './internal/sign.js';
import { showAs } from './internal/shown.js';
import { type Verified, conclude } from './verified.js';

type Verdict = Verified<number | bigint>;

/** @internal What verifiers need of a keyring. */
export let internals: (keyring: Keyring) => { handle: number; keyIds: readonly string[] };
/** @internal The keyring over a native one, just opened. */
export let keyringOver: (handle: number) => Keyring;

/**
 * The keys that a verifier accepts: a primary, with which to sign, and up to 7 fallbacks, tried in order.
 *
 * During a rotation the old and the new key stand beside each other, so that no request is refused. It cannot be
 * changed, shows nothing but the ids of its keys, and keeps no key text. Not transferable to other threads: make one
 * in each worker.
 */
export class Keyring {
  readonly #handle: number;
  readonly #keyIds: readonly string[];

  static {
    internals = (keyring) => ({ handle: keyring.#handle, keyIds: keyring.#keyIds });
    keyringOver = (handle) => new Keyring(new Opened(handle) as never);
  }

  /**
   * Reads keys as they come from the environment: absent and blank ones are dropped, the first that is left is the
   * primary. As bytes, a key can be overwritten by the caller afterwards, which a string cannot.
   *
   * @throws {SignkeyError} `missing_signing_key` if none is left, `too_many_keys` if more than 8 are, and the errors
   * of {@link SigningKey}.
   */
  constructor(primary: KeyText | null | undefined, ...fallbacks: readonly (KeyText | null | undefined)[]) {
    const given: unknown = primary;
    const handle =
      given instanceof Opened
        ? given.handle
        : withKeyTexts([primary, ...fallbacks], (texts) => addon.openKeyring(texts));
    this.#handle = hold(this, handle);
    this.#keyIds = Object.freeze(unwrap(addon.keyIds(handle)));
  }

  /** The ids of the keys, the primary first: 12 hexadecimal digits each. They may be shown. */
  get keyIds(): readonly string[] {
    return this.#keyIds;
  }

  /**
   * Verifies a request: the body as received, and if no key matches that, its canonical form.
   *
   * @param header - The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `missing_signature`, `malformed_signature`, `signature_mismatch`, `expired` or
   * `not_yet_valid`, checked in this order; `invalid_argument` for a body that is a string, and other misuse.
   */
  verifyRequest(body: Bytes, header: Header, options?: VerifyRequestOptions): Verified;
  verifyRequest(body: Bytes, header: Header, options: VerifyRequestOptions<bigint> & { now: bigint }): Verified<bigint>;
  verifyRequest(body: Bytes, header: Header, options?: VerifyRequestOptions<number | bigint>): Verdict {
    const bytes = toView(body, 'body');
    const text = toHeader(header);
    const { now, limits } = verifyRequestSetting(options);
    const verdict = addon.verifyRequest(this.#handle, bytes, text, now, limits);
    if (verdict < 0) toBytes(bytes, 'body'); // if they are why, it says so
    return conclude(verdict, this.#keyIds, now);
  }

  /**
   * Verifies a response: the body as received, or less one trailing line feed.
   *
   * @throws {SignkeyError} As {@link Keyring.verifyRequest}.
   */
  verifyResponse(body: Bytes, header: Header, options?: VerifyOptions): Verified;
  verifyResponse(body: Bytes, header: Header, options: VerifyOptions<bigint> & { now: bigint }): Verified<bigint>;
  verifyResponse(body: Bytes, header: Header, options?: VerifyOptions<number | bigint>): Verdict {
    const bytes = toView(body, 'body');
    const text = toHeader(header);
    const { now, limits } = verifySetting(options);
    const verdict = addon.verifyResponse(this.#handle, bytes, text, now, limits);
    if (verdict < 0) toBytes(bytes, 'body'); // if they are why, it says so
    return conclude(verdict, this.#keyIds, now);
  }

  /**
   * Verifies a request of which only the parsed JSON is left, by its canonical form. Use it where a framework hands
   * over no bytes, and {@link Keyring.verifyRequest} everywhere else: what the parser dropped is not covered here. A
   * duplicate member, a number rounded to a double and the sign of `-0` go unnoticed.
   *
   * @param object - An object or array as `JSON.parse` returns it. It is not changed.
   * @throws {SignkeyError} As {@link Keyring.verifyRequest}, and `invalid_argument` for what no JSON parser returns:
   * `undefined`, functions, symbols, bigints, `NaN`, infinities, cycles, and objects that are not plain.
   */
  verifyParsed(object: object, header: Header, options?: VerifyRequestOptions): Verified;
  verifyParsed(
    object: object,
    header: Header,
    options: VerifyRequestOptions<bigint> & { now: bigint },
  ): Verified<bigint>;
  verifyParsed(object: object, header: Header, options?: VerifyRequestOptions<number | bigint>): Verdict {
    const json = parsedJson(object);
    const text = toHeader(header);
    const { now, limits } = verifyRequestSetting(options);
    const verdict = addon.verifyCanonical(this.#handle, json, text, now, limits);
    return conclude(verdict, this.#keyIds, now);
  }

  /**
   * Finds the key whose API token a request presents, as the platform does (SPEC.md, section 10).
   *
   * @param authorization - The value of `Authorization`: `Bearer `, then an optional prefix and 64 lowercase hexadecimal
   * digits. Prefixes are not compared. Every key is compared, in constant time.
   * @returns The index of the key.
   * @throws {SignkeyError} `missing_token`, `malformed_token` or `token_mismatch`, checked in this order.
   */
  verifyToken(authorization: Header): number {
    return unwrapNumber(addon.verifyToken(this.#handle, toHeader(authorization, 'authorization')));
  }

  /**
   * Signs a request as the platform does: the canonical form (RFC 8785) of its JSON body. Send that form too, from
   * {@link canonicalize}: the receiver then need not compute it.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `invalid_timestamp`, the errors of {@link canonicalize}, `json_number_lossy` if the
   * canonical form would be another document, and `invalid_argument` if there is no key at the index.
   */
  signRequest(body: Bytes, options?: KeyringSignOptions): string {
    return sign(addon.signRequest, this.#handle, body, keyringSigning(options));
  }

  /**
   * Signs these bytes as they are.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} `invalid_timestamp`, or `invalid_argument` if there is no key at the index.
   */
  signRaw(body: Bytes, options?: KeyringSignOptions): string {
    return sign(addon.signRaw, this.#handle, body, keyringSigning(options));
  }

  /**
   * Signs a response: its bytes exactly as they are sent. `keyIndex` is that of the key that verified the request.
   *
   * @returns The value of `X-Inngest-Signature`.
   * @throws {SignkeyError} As {@link Keyring.signRaw}.
   */
  signResponse(body: Bytes, options?: KeyringSignOptions): string {
    return sign(addon.signResponse, this.#handle, body, keyringSigning(options));
  }

  toJSON(): { keyIds: readonly string[] } {
    return { keyIds: this.#keyIds };
  }
}

showAs('Keyring', Keyring);
