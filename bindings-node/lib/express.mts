export type * from './express.js';
export { signkey } from './express.js';
