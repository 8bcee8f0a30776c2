/**
 * Remembers what all processes of an app have accepted: `RedisReplayStore` of `signkey/redis`, or one of your own. It is
 * the option `replayStore` of an endpoint.
 */
export interface ReplayStore {
  /**
   * Claims an id for so many seconds from now, by the store's own clock. Of all that claim it in this time, whatever
   * process they are in, one is told `first` and the others `again`. What goes wrong is an error, and then the message is
   * refused as `replay_store_unavailable`.
   *
   * @param id - 32 hexadecimal digits. It is no secret.
   */
  claim(id: string, lifetimeSeconds: number): Promise<'first' | 'again'>;
  /** For how long it is waited for, in milliseconds; 100 by default. What is late is unavailable. */
  readonly deadlineMs?: number | undefined;
}

/** What a store is asked for. */
export interface ReplayClaim {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** For how long the claim must last, in seconds from now. */
  readonly lifetime: number | bigint;
}

/** What came of a claim; `unavailable` if the store gave no answer, or too late. */
export type ClaimAnswer = 'first' | 'again' | 'unavailable';
