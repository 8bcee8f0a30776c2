export type * from './fetch.js';
export { authenticatedFetch, register } from './fetch.js';
