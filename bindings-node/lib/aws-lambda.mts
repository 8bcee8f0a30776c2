export type * from './aws-lambda.js';
export { protect } from './aws-lambda.js';
