// Signatures that are made without signkey, and the checks that tests share.

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { SignkeyError } from 'signkey';

export const DIGITS = '8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff';
export const KEY = `signkey-test-${DIGITS}`;
export const OTHER_DIGITS = '00112233445566778899aabbccddeeff';
export const OTHER_KEY = `signkey-prod-${OTHER_DIGITS}`;

export const NOW = 1_700_000_000;
export const BODY = Buffer.from('{"event":{"name":"app/user.created"}}');

/** The header of a body, by Node's own HMAC. */
export function header(body, { digits = DIGITS, t = NOW } = {}) {
  return `t=${t}&s=${createHmac('sha256', digits).update(body).update(String(t)).digest('hex')}`;
}

/** The digits of the API token of a key, by Node's own SHA-256. Their first twelve are the key's id. */
export function tokenDigits(digits) {
  return createHash('sha256').update(Buffer.from(digits, 'hex')).digest('hex');
}

/** Calls, and returns the SignkeyError of this code that has to come. */
export function refused(code, call) {
  let error;
  assert.throws(call, (thrown) => {
    error = thrown;
    return true;
  });
  assert.ok(error instanceof SignkeyError, `not a SignkeyError: ${error}`);
  assert.equal(error.code, code, error.message);
  return error;
}
