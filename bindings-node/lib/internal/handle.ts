import { refusal } from '../error.js';
import { addon } from './load.js';

/**
 * Binds the life of native objects, just opened, to JavaScript objects: the one is closed, and its keys are cleared,
 * when the other is collected.
 */
export function lifeline(close: (handle: number) => unknown): (owner: object, handle: number) => number {
  const registry = new FinalizationRegistry<number>(close);
  return (owner, handle) => {
    if (handle < 0) throw refusal();
    registry.register(owner, handle);
    return handle;
  };
}

/** Binds the life of a native keyring, just opened, to an object. */
export const holdKeyring = lifeline((handle) => addon.closeKeyring(handle));

/** The result of a native function that answers a refusal with `null`. */
export function granted<T>(result: T | null): T {
  if (result === null) throw refusal();
  return result;
}

/** The result of a native function that answers a refusal with a negative number. */
export function grantedNumber(result: number): number {
  if (result < 0) throw refusal();
  return result;
}
