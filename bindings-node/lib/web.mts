export type * from './web.js';
export { protect, verifyWebRequest } from './web.js';
