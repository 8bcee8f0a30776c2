// The encodings of the driver protocol.

import { SignkeyError } from '../../../bindings-node/dist/index.mjs';

export const invalid = () => new SignkeyError('invalid_argument');

export const hex = (value) => Buffer.from(value).toString('hex');

export function bytes(field) {
  if (field.length % 2 !== 0 || !/^[0-9a-f]*$/.test(field)) throw invalid();
  return Buffer.from(field, 'hex');
}

export function absentOrBytes(field) {
  return field === '-' ? undefined : bytes(field);
}

export function integer(field) {
  if (!/^[0-9]+$/.test(field)) throw invalid();
  return BigInt(field);
}
