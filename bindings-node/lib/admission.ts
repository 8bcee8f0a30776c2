import type { ErrorCode } from './codes.js';
import { SignkeyError, misuse } from './error.js';
import type { Bytes } from './inputs.js';
import { systemClock, toBytes, toCount, toSmall, toText, toView } from './internal/arguments.js';
import { framingNumber, noBodyNumber } from './internal/framing.js';
import { unwrap } from './internal/handle.js';
import { lists } from './internal/lists.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';
import { type Refusal, refusalOf } from './refusal.js';
import type { ClaimAnswer, ReplayClaim } from './replay-store.js';
import type { Framing, NoBody } from './request.js';
import { type Unverified, unverified } from './unverified.js';
import { type Verified, hasTimes, verifiedOf } from './verified.js';
import { type RequestWarning, warnings } from './warning.js';

/** Who sent a request: a holder of a signing key, not long ago; or anyone. */
export type Caller<Time extends number | bigint = number> = Verified<Time> | Unverified;

/**
 * What to do next about a request: read the body, at most so many bytes, and hand it to {@link Admission.receive};
 * ask the replay store, by `Endpoint.claim`; answer with the refusal, and let no handler run; or let the handler run, on the bytes that were judged. A request that
 * is not verified still has its body, of which nothing was read.
 */
export type Step<Time extends number | bigint = number> =
  | { readonly kind: 'read_body'; readonly atMost: number | bigint }
  | ({ readonly kind: 'claim' } & ReplayClaim)
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  | { readonly kind: 'admit'; readonly caller: Caller<Time> };

/**
 * What becomes of a response: send it as it comes; hold it back until its last byte, at most so many bytes, and then
 * sign it, `empty` if its body goes out empty, whatever the app hands over; or send the refusal in its place, because it
 * must not go out unsigned.
 */
export type ResponseStep =
  | { readonly kind: 'forward' }
  | { readonly kind: 'hold'; readonly atMost: number | bigint; readonly empty: boolean }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** @internal The endpoint that an admission belongs to. */
export interface Owner {
  readonly handle: number;
  readonly keyIds: readonly string[];
  /** It closes the handle when the collector finds it. */
  readonly endpoint: object;
}

const UNCLAIMED = new SignkeyError(lists.storeUnavailable as ErrorCode);
const ANSWERS: ReadonlySet<ClaimAnswer> = new Set(['first', 'again', 'unavailable']);
const PASS = Symbol();
const EMPTY = new Uint8Array();
const FORWARD: ResponseStep = Object.freeze({ kind: 'forward' });

// The stages of a native admission, beside how much is to be read at most.
const REFUSED = -1;
const UNVERIFIED = -2;
const VERIFIED = -Infinity;
/** No list of reasons is that long. */
const CLAIM = -Number.MAX_VALUE;

/** What `receive` answers in place of a verdict if the store is to be asked. */
const IS_CLAIM = -2;

/** @internal The admission that native memory holds, at this stage. */
export let admissionOver: (owner: Owner, state: Uint8Array, stage: number) => Admission<number | bigint>;
/** @internal Whether an admission is that of a verified request to this endpoint. */
export let isVerifiedBy: (endpoint: object, admission: unknown) => boolean;
/** @internal Whether the replay store is to be asked. */
export let waitsForStore: (admission: Admission<number | bigint>) => boolean;
/** @internal What a config needs of an admission. */
export let admissionState: (admission: Admission<number | bigint>) => Uint8Array;

/**
 * A request on its way in, and what became of it (SPEC.md, section 9). `Endpoint.admit` makes one.
 *
 * Its times are numbers, or bigints if the clock was given as a bigint.
 */
export class Admission<Time extends number | bigint = number> {
  readonly #owner: Owner;
  readonly #state: Uint8Array;
  #stage: number;
  #verdict = 0;
  #isExact = false;

  private constructor(pass: symbol, owner: Owner, state: Uint8Array, stage: number) {
    if (pass !== PASS) throw new TypeError('an Admission comes from an endpoint alone');
    this.#owner = owner;
    this.#state = state;
    this.#stage = stage;
  }

  static {
    admissionOver = (owner, state, stage) => new Admission(PASS, owner, state, stage);
    admissionState = (admission) => admission.#state;
    waitsForStore = (admission) => admission.#stage === CLAIM;
    isVerifiedBy = (endpoint, admission) =>
      admission instanceof Admission && admission.#stage === VERIFIED && admission.#owner.endpoint === endpoint;
  }

  /** What to do next. */
  get step(): Step<Time> {
    if (this.#stage >= 0) return { kind: 'read_body', atMost: this.#atMost };
    if (this.#stage === CLAIM) return { kind: 'claim', ...unwrap(addon.admissionClaim(this.#state)) };
    const refusal = this.refusal;
    return refusal === undefined ? { kind: 'admit', caller: this.caller } : { kind: 'refuse', refusal };
  }

  /**
   * Who sent the request.
   *
   * @throws {SignkeyError} Why it was refused; `invalid_argument` while its body is still to be judged, or its claim.
   */
  get caller(): Caller<Time> {
    if (this.#stage >= 0) throw misuse('the body of the request is still to be judged');
    if (this.#stage === CLAIM) throw misuse('the replay store is still to be asked: await endpoint.claim(admission)');
    const { verified, refusal } = this;
    if (verified !== undefined) return verified;
    if (refusal !== undefined) throw refusal.error;
    return unverified(UNVERIFIED - this.#stage);
  }

  /** The proof of who sent the request, if it was verified. */
  get verified(): Verified<Time> | undefined {
    if (this.#stage !== VERIFIED) return undefined;
    return verifiedOf(this.#verdict, this.#owner.keyIds, this.#times()) as Verified<Time>;
  }

  /**
   * The answer to the request, if it was refused. While the replay store is still to be asked, that is
   * `replay_store_unavailable`: nothing gets in that was forgotten to be claimed.
   */
  get refusal(): Refusal | undefined {
    if (this.#stage === CLAIM) return refusalOf(unwrap(addon.refuse(this.#owner.handle, { number: UNCLAIMED.number })));
    if (this.#stage !== REFUSED) return undefined;
    const [refusal] = unwrap(addon.admissionRefusal(this.#state));
    if (refusal === undefined) throw new SignkeyError('internal');
    return refusalOf(refusal);
  }

  /** What the request says of its sender that contradicts the mode. It proves nothing, and changes no verdict. */
  get warning(): RequestWarning | undefined {
    return warnings[addon.admissionWarning(this.#state)];
  }

  /**
   * Takes the body that {@link Admission.step} asks for, and gives the verdict.
   *
   * @param now - The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default.
   * @throws {SignkeyError} `finished` if no body is asked for. A refusal is no error here.
   */
  receive(body: Bytes, framing: Framing, now: number | bigint = systemClock()): void {
    this.#receive(toView(body, 'body'), framingNumber(framing), now);
  }

  /**
   * Says, in place of {@link Admission.receive}, why there is no body to judge. The request is refused.
   *
   * @throws {SignkeyError} As {@link Admission.receive}.
   */
  noBody(why: NoBody): void {
    this.#receive(EMPTY, noBodyNumber(why), 0);
  }

  /**
   * Takes the answer of the replay store that the step `claim` asks for, and gives the verdict. `Endpoint.claim` does it.
   *
   * @throws {SignkeyError} `finished` if no claim is asked for. A refusal is no error here.
   */
  receiveClaim(answer: ClaimAnswer): void {
    if (!ANSWERS.has(answer)) throw misuse(`answer must be one of ${[...ANSWERS].join(', ')}`);
    if (this.#stage !== CLAIM) throw new SignkeyError('finished');
    this.#conclude(addon.receiveClaim(this.#owner.handle, this.#state, answer));
  }

  /**
   * Remembers a signed response to a verified request in the replay guard, and says what is to be claimed for it in the
   * replay store, if there is one. `Endpoint.claimResponse` does both.
   *
   * @param signature - The value of `X-Inngest-Signature` in the response. What is none is left alone.
   */
  responseClaim(signature: string): ReplayClaim | undefined {
    return unwrap(addon.responseClaim(this.#owner.handle, this.#state, toText(signature, 'signature')))[0];
  }

  /**
   * Says what becomes of the response to a request that was admitted.
   *
   * @param contentType - The value of that header, if there is one.
   */
  response(status: number, contentType?: string | null): ResponseStep {
    const type = contentType === undefined || contentType === null ? undefined : toText(contentType, 'contentType');
    const step = unwrap(addon.responseStep(this.#owner.handle, this.#state, toSmall(status, 'status'), type));
    const { refusal, atMost, empty } = step;
    if (refusal !== undefined) return { kind: 'refuse', refusal: refusalOf(refusal) };
    return atMost === undefined ? FORWARD : { kind: 'hold', atMost, empty };
  }

  /**
   * Signs the response with the key that verified the request: the bytes exactly as they are sent.
   *
   * @returns The value of `X-Inngest-Signature`, in place of any that is there.
   * @throws {SignkeyError} `invalid_argument` if the request was not verified, `response_unsignable` for a body over
   * `maxResponseSize`, `invalid_timestamp`.
   */
  sign(body: Bytes, timestamp: number | bigint = systemClock()): string {
    const bytes = toBytes(body, 'body');
    return unwrap(addon.signAdmitted(this.#owner.handle, this.#state, bytes, toCount(timestamp, 'timestamp')));
  }

  /** A stage is rounded where a number is not exact. */
  get #atMost(): number | bigint {
    return Number.isSafeInteger(this.#stage) ? this.#stage : unwrap(addon.admissionLimit(this.#state));
  }

  #receive(body: Uint8Array, how: number, now: number | bigint): void {
    if (this.#stage < 0) throw new SignkeyError('finished');
    const verdict = addon.receive(this.#owner.handle, this.#state, body, how, toCount(now, 'now'));
    // Memory that is shared is no reason to refuse the request, but a mistake of the caller.
    if (verdict === REFUSED) toBytes(body, 'body');
    this.#isExact = typeof now === 'bigint';
    if (verdict === IS_CLAIM) this.#stage = CLAIM;
    else this.#conclude(verdict);
  }

  #conclude(verdict: number): void {
    this.#stage = verdict < 0 ? REFUSED : VERIFIED;
    this.#verdict = verdict;
  }

  /** The times, where the verdict does not hold them as they are wanted. */
  #times(): { timestamp: number | bigint; ageSeconds: number | bigint } | undefined {
    if (!this.#isExact && hasTimes(this.#verdict)) return undefined;
    const [timestamp, ageSeconds] = unwrap(addon.admissionTimes(this.#state)) as [bigint, bigint];
    if (this.#isExact) return { timestamp, ageSeconds };
    return { timestamp: Number(timestamp), ageSeconds: Number(ageSeconds) };
  }

  toJSON(): { step: Step['kind']; caller?: object; error?: SignkeyError } {
    const step = this.step;
    if (step.kind === 'admit') return { step: step.kind, caller: step.caller };
    return step.kind === 'refuse' ? { step: step.kind, error: step.refusal.error } : { step: step.kind };
  }
}

showAs('Admission', Admission);
