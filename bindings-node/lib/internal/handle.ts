// The results of native functions, and the life of native objects.

import { failed } from '../error.js';
import { addon } from './load.js';

const registry = new FinalizationRegistry<number>((handle) => addon.close(handle));

/**
 * Binds the life of a native object, just opened, to an object: the one is closed, and its keys are cleared, when the
 * other is collected.
 */
export function hold(owner: object, handle: number): number {
  if (handle < 0) throw failed();
  registry.register(owner, handle, owner);
  return handle;
}

/** For an object whose native half is closed already. */
export function release(owner: object): void {
  registry.unregister(owner);
}

/** The result of a native function that answers an error with `null`. */
export function unwrap<T>(result: T | null): T {
  if (result === null) throw failed();
  return result;
}

/** The result of a native function that answers an error with a negative number. */
export function unwrapNumber(result: number): number {
  if (result < 0) throw failed();
  return result;
}

/** Stands for what would make an object whose native half is open already. */
export class Opened {
  constructor(readonly handle: number) {}
}
