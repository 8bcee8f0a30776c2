// What the adapters for HTTP servers have in common.

import type { AdapterOptions } from '../adapter-options.js';
import { type Admission, type ResponseStep, isVerifiedBy, waitsForStore } from '../admission.js';
import { Endpoint, claimSigned, claimsResponses } from '../endpoint.js';
import { SignkeyError, misuse } from '../error.js';
import type { Refusal } from '../refusal.js';
import type { Framing, NoBody, RequestHeaders } from '../request.js';
import { checkOptions, systemClock } from './arguments.js';
import { emitWarning } from './emit-warning.js';

const NAMES = new Set(['onRefused', 'onWarning', 'now']);

/** A body as an adapter received it, or why it has none. */
export type Received = { readonly body: Uint8Array; readonly framing: Framing } | { readonly noBody: NoBody };

/** An endpoint, hooks and a clock, checked once. */
export class Door<Request> {
  readonly endpoint: Endpoint;
  readonly now: () => number;
  readonly #options: AdapterOptions<Request>;
  readonly #advice: string;

  /** @param advice - What to do in this framework where something else reads the body first. */
  constructor(endpoint: Endpoint, options: AdapterOptions<Request> = {}, advice: string) {
    if (!(endpoint instanceof Endpoint)) throw misuse('endpoint must be an Endpoint');
    checkOptions(options, NAMES);
    for (const [name, value] of Object.entries(options)) {
      if (value !== undefined && typeof value !== 'function') throw misuse(`${name} must be a function`);
    }
    this.endpoint = endpoint;
    this.now = options.now ?? systemClock;
    this.#options = options;
    this.#advice = advice;
  }

  /** Begins with a request. */
  admit(request: Request, method: string, headers: RequestHeaders): Admission {
    const admission = this.endpoint.admit(method, headers);
    const { onWarning } = this.#options;
    const warning = onWarning && admission.warning;
    if (warning !== undefined) call(() => onWarning?.(request, warning));
    return admission;
  }

  /** Whether an admission says already what would be found: a second claim of one message is a replay. */
  hasAdmitted(admission: unknown): boolean {
    return isVerifiedBy(this.endpoint, admission);
  }

  /** Hands over the body that the admission asks for. Returns the refusal that it comes to. */
  receive(admission: Admission, received: Received): Refusal | undefined {
    try {
      if ('noBody' in received) admission.noBody(received.noBody);
      else admission.receive(received.body, received.framing, this.now());
    } catch (error) {
      // Of a clock that shows no time, for example.
      return this.#refuse(error);
    }
    return waitsForStore(admission) ? undefined : admission.refusal;
  }

  /**
   * Asks the replay store, if the admission waits for it. Returns the refusal that it comes to; `undefined` in place of
   * a promise if there is nothing to wait for.
   */
  claim(admission: Admission): Promise<Refusal | undefined> | undefined {
    if (!waitsForStore(admission)) return undefined;
    return this.endpoint.claim(admission).then(() => admission.refusal);
  }

  /** Whether what goes out in answer to a request may have to be claimed. */
  claimsResponse(admission: Admission): boolean {
    return claimsResponses(this.endpoint) && admission.verified !== undefined;
  }

  /** Claims a response with these values of the signature header; `undefined` if there is nothing to wait for. */
  claimResponse(admission: Admission, signatures: readonly unknown[]): Promise<unknown> | undefined {
    const texts = signatures.filter((value) => typeof value === 'string');
    const claims = texts.flatMap((signature) => claimSigned(this.endpoint, admission, signature) ?? []);
    return claims.length === 0 ? undefined : Promise.all(claims);
  }

  /** What becomes of a response of this status and type. */
  response(admission: Admission, status: number, contentType: unknown): ResponseStep {
    return admission.response(status, typeof contentType === 'string' ? contentType : undefined);
  }

  /** The signature of a response, or what is sent in its place. */
  sign(admission: Admission, body: Uint8Array): string | Refusal {
    try {
      return admission.sign(body, this.now());
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #refuse(error: unknown): Refusal {
    if (error instanceof SignkeyError) return this.endpoint.refuse(error);
    throw error;
  }

  /** Tells whom it concerns that a request was refused, or its response. */
  report(request: Request, { error, fault, log }: Refusal, received?: Received): void {
    // There is something to mend that has a name in this framework.
    const advice =
      received !== undefined && 'noBody' in received && received.noBody === 'parsed' ? `: ${this.#advice}` : '';
    const { onRefused } = this.#options;
    if (onRefused !== undefined) {
      const told = advice === '' ? error : new SignkeyError(error.code, { message: `${error.message}${advice}` });
      call(() => onRefused(request, told));
    } else if (fault) {
      emitWarning(error.code, `${log}${advice}`);
    }
  }
}

/** A hook that throws is no reason to let a request go without an answer. */
function call(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    emitWarning('hook', `a hook has thrown: ${String(error)}`);
  }
}
