export type * from './redis.js';
export { RedisReplayStore } from './redis.js';
