import { checkOptions, systemClock, toCount, toText } from './internal/arguments.js';
import { Opened, hold, unwrap } from './internal/handle.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';

declare const brand: unique symbol;

/** What stands for a {@link ReplayGuard} on its way to another thread of this process. It is a plain string. */
export type ReplayGuardHandle = string & { readonly [brand]: never };

/** Options of a {@link ReplayGuard}. */
export interface ReplayGuardOptions {
  /**
   * For how many messages there is room, `past + future + 1` seconds' worth of them, and of signed responses as well.
   * Each sixteenth of that time has a sixteenth of the room. The memory, 13 bytes each, is taken at once.
   */
  entries: number | bigint;
  /** The `past` of the endpoints that use it, or more. 300 by default. */
  past?: number | bigint | undefined;
  /** The `future` of the endpoints that use it, or more. 300 by default. */
  future?: number | bigint | undefined;
}

const NAMES = new Set(['entries', 'past', 'future']);

/** @internal The number by which the native half knows a guard in this thread. */
export let guardHandle: (guard: ReplayGuard) => number;

/**
 * Remembers what this process has accepted, so that an endpoint accepts each message once. Give one to all endpoints of
 * the process, by their option `replayGuard`; those of worker threads, too: see {@link ReplayGuard.handle}.
 *
 * When it is full it refuses (`replay_guard_full`) rather than forget. Only verified messages enter, so nobody without a
 * key can fill it. It begins empty: a process that is restarted accepts each message once more, and so does every other
 * process, which is what a `ReplayStore` is for.
 */
export class ReplayGuard {
  readonly #handle: number;

  static {
    guardHandle = (guard) => guard.#handle;
  }

  /** @throws {SignkeyError} `invalid_argument` for no entry or too many, `out_of_memory`. */
  constructor(options: ReplayGuardOptions) {
    const given: unknown = options;
    this.#handle = hold(this, given instanceof Opened ? given.handle : open(options));
  }

  /**
   * The guard that another thread of this process has shared. All threads then fill one memory: a message that one of
   * them has accepted is `replayed` in all.
   *
   * @throws {SignkeyError} `invalid_argument` for a handle of another process, or what is no handle.
   */
  static fromHandle(handle: ReplayGuardHandle): ReplayGuard {
    const opened = new Opened(addon.openSharedReplayGuard(toText(handle, 'handle')));
    return new ReplayGuard(opened as never);
  }

  /**
   * What to hand to a worker thread, by `workerData` or `postMessage`, for {@link ReplayGuard.fromHandle}. From then on,
   * the guard stays in memory until the process ends. In another process the handle leads nowhere.
   */
  get handle(): ReplayGuardHandle {
    return unwrap(addon.shareReplayGuard(this.#handle)) as ReplayGuardHandle;
  }

  /**
   * How full the fullest sixteenth of the time around the clock is: 0 is empty, and at 1 its messages are refused.
   *
   * @param now - The clock in whole seconds since 1970-01-01 00:00 UTC; the system's by default.
   */
  fullness(now: number | bigint = systemClock()): number {
    return unwrap(addon.replayGuardFullness(this.#handle, toCount(now, 'now')));
  }

  toJSON(): { past: number | bigint; future: number | bigint } {
    return unwrap(addon.replayGuardFacts(this.#handle));
  }
}

showAs('ReplayGuard', ReplayGuard);

function open(options: ReplayGuardOptions): number {
  checkOptions(options, NAMES);
  const { entries, past, future } = options;
  const seconds = (value: number | bigint | undefined, name: string) =>
    value === undefined ? undefined : toCount(value, name);
  return addon.openReplayGuard(toCount(entries, 'entries'), seconds(past, 'past'), seconds(future, 'future'));
}
