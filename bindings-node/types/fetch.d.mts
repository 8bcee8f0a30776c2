export type * from './fetch.js';
export { apiFetch, register } from './fetch.js';
