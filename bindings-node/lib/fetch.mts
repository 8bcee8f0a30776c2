export type * from './fetch.js';
export { authenticatedFetch } from './fetch.js';
