// A replay store is asked, and answers in time or not at all.

import type { ClaimAnswer, ReplayClaim, ReplayStore } from '../replay-store.js';
import { warn } from './emit-warning.js';
import { within } from './within.js';

const DEADLINE_MS = 100;

/** The stores whose last claim went wrong. */
const failing = new WeakSet<ReplayStore>();

/** Asks a store. It never fails: what goes wrong is `unavailable`, and told to the operator once for each outage. */
export async function askStore(store: ReplayStore, { id, lifetime }: ReplayClaim): Promise<ClaimAnswer> {
  try {
    const answer: unknown = await within(store.deadlineMs ?? DEADLINE_MS, () => store.claim(id, Number(lifetime)));
    if (answer === 'first' || answer === 'again') {
      failing.delete(store);
      return answer;
    }
    throw new TypeError("claim() must come to 'first' or 'again'");
  } catch (error) {
    if (!failing.has(store)) warn('replay_store', `the replay store failed: ${String(error)}`);
    failing.add(store);
    return 'unavailable';
  }
}
