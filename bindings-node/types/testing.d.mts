export type * from './testing.js';
export { TEST_KEY, TestKit } from './testing.js';
