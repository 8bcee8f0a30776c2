/** A client of the package `redis` (node-redis, version 4 or later): that of `createClient`, connected. */
export interface NodeRedisClient {
  readonly isReady: boolean;
  sendCommand(args: readonly string[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  listenerCount(event: 'error'): number;
}

/** A client of the package `ioredis`, version 5 or later. */
export interface IoRedisClient {
  readonly status: string;
  readonly isCluster: boolean;
  call(command: string, ...args: string[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  listenerCount(event: 'error'): number;
}
