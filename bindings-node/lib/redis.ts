import { SignkeyError, misuse } from './error.js';
import type { ErrorCode } from './codes.js';
import { checkOptions } from './internal/arguments.js';
import { lists } from './internal/lists.js';
import { commandsOf, keepAlive } from './internal/redis-commands.js';
import { DEADLINE_MAX, isDeadline } from './internal/replay-settings.js';
import { within } from './internal/within.js';
import type { IoRedisClient, NodeRedisClient } from './redis-clients.js';
import type { ReplayStore } from './replay-store.js';

export type { IoRedisClient, NodeRedisClient } from './redis-clients.js';

/** Options of a {@link RedisReplayStore}. */
export interface RedisReplayStoreOptions {
  /** For how long the server is waited for, in milliseconds; 100 by default. */
  deadlineMs?: number | undefined;
}

const NAMES = new Set(['deadlineMs']);
const PASS = Symbol();
const PREFIX = 'signkey:';
const MILLISECONDS = 1000;
/** For how long the first answer is waited for: the connection may still be made. */
const START_MS = 5000;
const POLICY = 'noeviction';
/** So many claims may be without an answer: clients keep what nobody waits for any more until the server speaks again. */
const PENDING_MAX = 10_000;

type Send = (command: string, ...args: string[]) => Promise<unknown>;

/**
 * Claims in Valkey or Redis: `SET signkey:<id> 1 NX PX <lifetime>`. The client is yours: give it the servers, passwords and
 * timeouts that you want, and close it when you are done.
 *
 * While the client has no connection, claims fail at once, and none of them waits in a queue. With `appendfsync always` a
 * claim survives a crash of the server. A failover that loses the last writes loses claims: those messages can be accepted
 * once more.
 */
export class RedisReplayStore implements ReplayStore {
  readonly deadlineMs: number | undefined;
  readonly #send: Send;
  #pending = 0;

  private constructor(pass: symbol, send: Send, deadlineMs: number | undefined) {
    if (pass !== PASS) throw misuse('a RedisReplayStore is made by RedisReplayStore.create(client)');
    this.#send = send;
    this.deadlineMs = deadlineMs;
  }

  /**
   * A store on this client. The server must not evict what is claimed, so its `maxmemory-policy` must be `noeviction`; that
   * is checked once, here.
   *
   * @throws {SignkeyError} `invalid_argument` if the server evicts, and for what is no client;
   * `replay_store_unavailable` if it does not say whether it does. `cause` is the client's own error.
   */
  static async create(
    client: NodeRedisClient | IoRedisClient,
    options: RedisReplayStoreOptions = {},
  ): Promise<RedisReplayStore> {
    checkOptions(options, NAMES);
    const { deadlineMs } = options;
    if (deadlineMs !== undefined && !isDeadline(deadlineMs)) {
      throw misuse(`deadlineMs must be a number of milliseconds up to ${DEADLINE_MAX}`);
    }
    const commands = commandsOf(client);
    keepAlive(client);
    checkPolicy(await policyOf(commands));
    return new RedisReplayStore(PASS, commands.whenReady, deadlineMs);
  }

  async claim(id: string, lifetimeSeconds: number): Promise<'first' | 'again'> {
    const milliseconds = String(lifetimeSeconds * MILLISECONDS);
    if (this.#pending >= PENDING_MAX) throw new Error(`${PENDING_MAX} claims have no answer yet`);
    this.#pending += 1;
    const sent = this.#send('SET', PREFIX + id, '1', 'NX', 'PX', milliseconds);
    const answer = await sent.finally(() => (this.#pending -= 1));
    if (answer === null) return 'again';
    if (String(answer) === 'OK') return 'first';
    throw new TypeError('not an answer to SET');
  }
}

/** What the server does when its memory is full; `undefined` if it does not say so. */
async function policyOf({ inTurn }: { inTurn: Send }): Promise<string | undefined> {
  try {
    const info = String(await within(START_MS, () => inTurn('INFO', 'memory')));
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  } catch (cause) {
    throw new SignkeyError(lists.storeUnavailable as ErrorCode, { setting: 'replay_store', cause });
  }
}

function checkPolicy(policy = 'unknown'): void {
  if (policy === POLICY) return;
  throw new SignkeyError('invalid_argument', {
    message: `the replay store must not forget: its maxmemory-policy is ${policy}`,
    setting: 'replay_store',
    hint: `set maxmemory-policy to ${POLICY}`,
  });
}
