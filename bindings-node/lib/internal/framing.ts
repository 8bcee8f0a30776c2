// What became of a body, as the numbers that the native half knows.

import { misuse } from '../error.js';
import { toCount } from './arguments.js';

const FRAMINGS = new Map<unknown, number>([
  ['ended', -1],
  ['head', -2],
  ['http2', -8],
  ['unknown', -3],
]);
const NO_BODIES = new Map<unknown, number>([
  ['too_large', -4],
  ['parsed', -5],
  ['unframed', -6],
  ['aborted', -7],
]);

export function framingNumber(framing: unknown): number {
  return FRAMINGS.get(framing) ?? Number(toCount(framing, 'framing'));
}

export function noBodyNumber(why: unknown): number {
  const number = NO_BODIES.get(why);
  if (number === undefined) throw misuse(`why must be one of ${[...NO_BODIES.keys()].join(', ')}`);
  return number;
}
