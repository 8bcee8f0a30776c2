import { refusal } from '../error.js';
import { addon } from './load.js';

// A native keyring is closed, and its keys are cleared, when the object that holds it is collected.
const keyrings = new FinalizationRegistry<number>((handle) => addon.closeKeyring(handle));

/** Binds the life of a native keyring, just opened, to an object. */
export function holdKeyring(owner: object, handle: number): number {
  if (handle < 0) throw refusal();
  keyrings.register(owner, handle);
  return handle;
}

/** The result of a native function that answers a refusal with `null`. */
export function granted<T>(result: T | null): T {
  if (result === null) throw refusal();
  return result;
}
