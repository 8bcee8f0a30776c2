// The two clients of Redis as one.

import { misuse } from '../error.js';
import type { IoRedisClient, NodeRedisClient } from '../redis-clients.js';
import { emitWarning } from './emit-warning.js';

type Send = (command: string, ...args: string[]) => Promise<unknown>;

export interface Commands {
  /** Sends a command as soon as there is a connection. */
  readonly inTurn: Send;
  /** Sends a command if there is a connection. */
  readonly whenReady: Send;
}

export function commandsOf(client: NodeRedisClient | IoRedisClient): Commands {
  const { inTurn, isReady } = isIoRedis(client) ? ofIoRedis(client) : ofNodeRedis(client);
  const whenReady: Send = (...command) =>
    isReady() ? inTurn(...command) : Promise.reject(new Error('the client has no connection'));
  return { inTurn, whenReady };
}

/** A client that nobody listens to ends the process when its server goes away. */
export function keepAlive(client: NodeRedisClient | IoRedisClient): void {
  if (client.listenerCount('error') > 0) return;
  client.on('error', (error) =>
    emitWarning('replay_store_client', `the client of the replay store failed: ${String(error)}`),
  );
}

interface Client {
  readonly inTurn: Send;
  readonly isReady: () => boolean;
}

function ofIoRedis(client: IoRedisClient): Client {
  if (client.isCluster) throw misuse('client must be connected to one primary, not to a cluster', 'replay_store');
  return {
    inTurn: (command, ...args) => client.call(command, ...args),
    isReady: () => client.status === 'ready',
  };
}

function ofNodeRedis(client: NodeRedisClient): Client {
  if (typeof client?.sendCommand !== 'function' || typeof client.isReady !== 'boolean') {
    throw misuse('client must be a client of redis or ioredis, made by createClient() or new Redis()', 'replay_store');
  }
  return {
    inTurn: (...command) => client.sendCommand(command),
    isReady: () => client.isReady,
  };
}

function isIoRedis(client: NodeRedisClient | IoRedisClient): client is IoRedisClient {
  return typeof client === 'object' && client !== null && 'call' in client && typeof client.call === 'function';
}
