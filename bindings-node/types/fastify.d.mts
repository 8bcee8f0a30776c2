export type * from './fastify.js';
export { signkey } from './fastify.js';
