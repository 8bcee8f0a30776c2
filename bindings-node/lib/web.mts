export type * from './web.js';
export { admitRequest, protect } from './web.js';
