import { type Admission, type Owner, admissionOver, waitsForStore } from './admission.js';
import type { EndpointOptions, Mode } from './endpoint-options.js';
import { SignkeyError, misuse } from './error.js';
import type { Bytes } from './inputs.js';
import { systemClock, toText, toView } from './internal/arguments.js';
import { askStore } from './internal/ask-store.js';
import { keysOf, ownSettings, sourceOf } from './internal/endpoint-settings.js';
import { Opened, hold, unwrap } from './internal/handle.js';
import { wantedValues } from './internal/headers.js';
import { lists } from './internal/lists.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';
import type { Keyring } from './keyring.js';
import type { ReplayClaim, ReplayStore } from './replay-store.js';
import { type Refusal, refusalOf } from './refusal.js';
import type { RequestHeaders } from './request.js';

type AnyAdmission = Admission<number | bigint>;

/** @internal The endpoint over a native one, just opened, and its store. */
export let endpointOver: (handle: number, store: ReplayStore | undefined) => Endpoint;
/** @internal Whether signed responses of an endpoint are to be claimed. */
export let claimsResponses: (endpoint: Endpoint) => boolean;
/** @internal Claims the response with this signature; `undefined` if there is nothing to wait for. */
export let claimSigned: (endpoint: Endpoint, admission: AnyAdmission, signature: string) => Promise<void> | undefined;

/**
 * How requests get into an app (SPEC.md, section 9): each one by its signature, whatever its method.
 *
 * Without one, a request is let through in dev mode, and in cloud mode where it was asked for. A signature that is there
 * is always verified. It cannot be changed, and shows nothing but its mode and the ids of its keys. Not transferable to
 * other threads: make one in each worker.
 */
export class Endpoint {
  readonly #owner: Owner;
  readonly #mode: Mode;
  readonly #signsResponses: boolean;
  readonly #claimsResponses: boolean;
  readonly #store: ReplayStore | undefined;

  static {
    endpointOver = (handle, store) => new Endpoint(new Opened(handle) as never, { replayStore: store });
    claimsResponses = (endpoint) => endpoint.#claimsResponses;
    claimSigned = (endpoint, admission, signature) => {
      const claim = admission.responseClaim(signature);
      // Whatever comes of it, the response is sent.
      if (claim === undefined || endpoint.#store === undefined) return undefined;
      return askStore(endpoint.#store, claim).then(() => undefined);
    };
  }

  /**
   * @param keyring - The keys; or the error that making a keyring threw, or nothing. Without keys, dev mode still lets
   * unsigned requests through, and cloud mode refuses everything with that error or with `missing_signing_key`.
   * @throws {SignkeyError} `invalid_argument`, also for an unsigned method that is no method, such as `get`, for a replay
   * guard whose window is narrower than the endpoint's, and for options of a replay store without one.
   */
  constructor(keyring: Keyring | SignkeyError | null | undefined, options: EndpointOptions = {}) {
    const given: unknown = keyring;
    const handle = hold(this, given instanceof Opened ? given.handle : open(keyring, options));
    const { mode, keyIds, signsResponses, claimsResponses } = unwrap(addon.endpointFacts(handle));
    this.#owner = { handle, keyIds: Object.freeze(keyIds), endpoint: this };
    this.#mode = mode as Mode;
    this.#signsResponses = signsResponses;
    this.#claimsResponses = claimsResponses;
    this.#store = options.replayStore;
  }

  /** Whether requests come from the platform or from a development server. */
  get mode(): Mode {
    return this.#mode;
  }

  /** Whether responses to verified requests are to be signed. */
  get signsResponses(): boolean {
    return this.#signsResponses;
  }

  /**
   * Begins with a request: its method, in the case it came in, and its headers. What no body can change is decided here,
   * so that no body is read in vain. With the whole body, the request is judged at once.
   *
   * @param headers - In any case and any form. Headers that do not matter are not looked at.
   * @param now - The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default. With a bigint, the
   * times of the verdict are bigints too, exact beyond `Number.MAX_SAFE_INTEGER`.
   * @throws {SignkeyError} `invalid_argument`. A refusal is no error here: see {@link Admission.step} and
   * {@link Admission.caller}.
   */
  admit(method: string, headers: RequestHeaders, body?: Bytes, now?: number): Admission;
  admit(method: string, headers: RequestHeaders, body: Bytes, now: bigint): Admission<bigint>;
  admit(
    method: string,
    headers: RequestHeaders,
    body?: Bytes,
    now: number | bigint = systemClock(),
  ): Admission<number | bigint> {
    const values = wantedValues(headers);
    const bytes = body === undefined ? undefined : toView(body, 'body');
    const state = newState();
    const stage = addon.admit(this.#owner.handle, state, toText(method, 'method'), ...values);
    const admission = admissionOver(this.#owner, state, stage);
    if (bytes !== undefined && stage >= 0) admission.receive(bytes, 'ended', now);
    return admission;
  }

  /**
   * Asks the replay store, if the step of an admission is `claim`, and has its answer judged. Adapters call it.
   *
   * It never fails, and never takes longer than the store's deadline: see {@link Admission.refusal} then.
   */
  async claim(admission: AnyAdmission): Promise<void> {
    if (!waitsForStore(admission)) return;
    const claim = admission.step as ReplayClaim;
    admission.receiveClaim(this.#store === undefined ? 'unavailable' : await askStore(this.#store, claim));
  }

  /**
   * Remembers a signed response to a verified request, so that it cannot come back as a request: await it before the
   * response is sent, and send it whatever comes of it. Adapters call it for every signature that goes out, whoever made
   * it. It never fails.
   *
   * @param signature - The value of `X-Inngest-Signature` in the response.
   */
  async claimResponse(admission: AnyAdmission, signature: string): Promise<void> {
    await claimSigned(this, admission, toText(signature, 'signature'));
  }

  /** The answer to an error that arises once a request was admitted, in a registration for example. */
  refuse(error: SignkeyError): Refusal {
    if (!(error instanceof SignkeyError)) throw misuse('error must be a SignkeyError');
    return refusalOf(unwrap(addon.refuse(this.#owner.handle, sourceOf(error))));
  }

  /** The answer in place of a response that cannot be signed, being too large. */
  unsignable(): Refusal {
    return refusalOf(unwrap(addon.unsignable(this.#owner.handle)));
  }

  toJSON(): { mode: Mode; keyIds: readonly string[] } {
    return { mode: this.#mode, keyIds: this.#owner.keyIds };
  }
}

showAs('Endpoint', Endpoint);

const PER_PAGE = 64;
let page = new ArrayBuffer(0);
let used = 0;

/** Memory for an admission: a part of a larger one, which costs a tenth of one of its own. */
function newState(): Uint8Array {
  if (used === page.byteLength) {
    page = new ArrayBuffer(PER_PAGE * lists.admissionSize);
    used = 0;
  }
  const state = new Uint8Array(page, used, lists.admissionSize);
  used += lists.admissionSize;
  return state;
}

function open(keyring: unknown, options: EndpointOptions): number {
  const { mode, settings } = ownSettings(options);
  return addon.openEndpoint(keysOf(keyring), mode, settings);
}
