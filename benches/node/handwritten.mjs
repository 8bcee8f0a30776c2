// The check that the adapter is measured against: what the protocol asks for, and no more. It has no fallback key and
// no other form of JSON, and it does not tell the handler who sent the request.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { DIGITS } from './messages.mjs';

const HEADER = /^t=([0-9]+)&s=([0-9a-f]{64})$/;

/** Whether this is the signature of this body. */
export function isValid(body, header) {
  const found = HEADER.exec(header);
  if (found === null) return false;
  const [, timestamp, mac] = found;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = createHmac('sha256', DIGITS).update(body).update(timestamp).digest();
  return timingSafeEqual(expected, Buffer.from(mac, 'hex'));
}

/** Middleware behind `express.raw()`. */
export function check(request, response, next) {
  if (isValid(request.body, request.headers['x-inngest-signature'] ?? '')) next();
  else response.status(401).end();
}
