import { SignkeyError } from './error.js';
import { lists } from './internal/lists.js';
import { showAs } from './internal/shown.js';

/**
 * Why a request was let through without proof of its sender: dev mode, and nothing is signed; dev mode, and there is no
 * key to verify the signature with; its method needs no signature; a sync needs none.
 */
export type UnverifiedReason = 'dev' | 'dev_without_key' | 'unsigned_method' | 'unsigned_sync';

const PASS = Symbol();

/** @internal The verdict with this number of a reason. */
export let unverified: (reason: number) => Unverified;

/**
 * The verdict on a request that anyone can have sent, and that was let through all the same. It has nothing in common
 * with `Verified`, so that nobody mistakes the one for the other. Only an `Endpoint` makes one.
 */
export class Unverified {
  readonly #reason: UnverifiedReason;

  private constructor(pass: symbol, reason: UnverifiedReason) {
    if (pass !== PASS) throw new TypeError('an Unverified comes from an endpoint alone');
    this.#reason = reason;
  }

  static {
    const reasons = lists.unverifiedReasons as UnverifiedReason[];
    const all = reasons.map((reason) => new Unverified(PASS, reason));
    for (const verdict of all) Object.freeze(verdict);
    unverified = (reason) => {
      const verdict = all[reason];
      if (verdict === undefined) throw new SignkeyError('internal');
      return verdict;
    };
  }

  /** Why it was let through. */
  get reason(): UnverifiedReason {
    return this.#reason;
  }

  toJSON(): { reason: UnverifiedReason } {
    return { reason: this.#reason };
  }
}

showAs('Unverified', Unverified);
