// The options of replay protection.

import type { ConfigEndpointOptions } from '../endpoint-options.js';
import { misuse } from '../error.js';
import { ReplayGuard, guardHandle } from '../replay-guard.js';
import type { EndpointSettings } from './addon.js';
import { kindOf, toCount, toFlag } from './arguments.js';

export const REPLAY_NAMES = ['replayGuard', 'replayStore', 'replaySkew', 'admitUnclaimed'] as const;

/** The longest that a timer waits. */
export const DEADLINE_MAX = 2 ** 31 - 1;

type Settings = Pick<EndpointSettings, 'replayGuard' | 'replayStore'>;

/** The guard and the store, for the native half, which knows the store by its options alone. */
export function replaySettings(options: ConfigEndpointOptions): Settings {
  const { replayGuard, replayStore, replaySkew } = options;
  const admitUnclaimed = toFlag(options.admitUnclaimed, 'admitUnclaimed');
  if (replayGuard !== undefined && !(replayGuard instanceof ReplayGuard)) {
    throw misuse(`replayGuard must be a ReplayGuard, not ${kindOf(replayGuard)}`, 'replay_guard');
  }
  const guard = replayGuard && { replayGuard: guardHandle(replayGuard) };
  if (replayStore === undefined) {
    if (replaySkew === undefined && !admitUnclaimed) return { ...guard };
    const name = replaySkew === undefined ? 'admitUnclaimed' : 'replaySkew';
    throw misuse(`${name} means nothing without a replayStore`, 'replay_store');
  }
  checkStore(replayStore);
  const skew = replaySkew === undefined ? undefined : { skew: toCount(replaySkew, 'replaySkew') };
  return { ...guard, replayStore: { ...skew, admitUnclaimed } };
}

/** Refuses what cannot be asked, before the first request needs it. */
function checkStore(store: unknown): void {
  const { claim, deadlineMs } = (typeof store === 'object' && store !== null ? store : {}) as Record<string, unknown>;
  if (typeof store === 'object' && store !== null && 'then' in store) {
    throw misuse('replayStore must be a store, not a promise of one: await it', 'replay_store');
  }
  if (typeof claim !== 'function') {
    throw misuse('replayStore must be an object with a method claim(id, lifetimeSeconds)', 'replay_store');
  }
  if (deadlineMs !== undefined && !isDeadline(deadlineMs)) {
    throw misuse('the deadlineMs of replayStore must be a positive number of milliseconds', 'replay_store');
  }
}

/** Whether a value is a number of milliseconds that a timer can wait. */
export function isDeadline(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= DEADLINE_MAX;
}
