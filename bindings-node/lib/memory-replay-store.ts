import type { ReplayStore } from './replay-store.js';

const MILLISECONDS = 1000;

/**
 * A store in the memory of one thread, for the tests of an app. Outside of tests use a `ReplayGuard`, which is bounded, or
 * a store that all processes share.
 */
export class MemoryReplayStore implements ReplayStore {
  /** When claims end, in the order in which they were made. */
  readonly #ends = new Map<string, number>();

  async claim(id: string, lifetimeSeconds: number): Promise<'first' | 'again'> {
    const now = performance.now();
    for (const [other, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(other);
    }
    if ((this.#ends.get(id) ?? now) > now) return 'again';
    this.#ends.delete(id);
    this.#ends.set(id, now + lifetimeSeconds * MILLISECONDS);
    return 'first';
  }

  /** How many claims it holds. */
  get size(): number {
    return this.#ends.size;
  }
}
