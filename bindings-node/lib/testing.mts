export type * from './testing.js';
export { TEST_KEY, TEST_KEY_FALLBACK, TestKit } from './testing.js';
