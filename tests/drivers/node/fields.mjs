// The encodings of the driver protocol.

import { Keyring, SignkeyError } from '../../../bindings-node/dist/index.mjs';

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
  const value = /^[0-9]+$/.test(field) ? BigInt(field) : -1n;
  if (value < 0n || value >= 2n ** 64n) throw invalid();
  return value;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function decoded(utf8) {
  if (utf8 === undefined) return undefined;
  try {
    return decoder.decode(utf8);
  } catch {
    throw invalid();
  }
}

export const text = (field) => decoded(bytes(field));

/** Bytes as the characters of a header, one each, as Node's own HTTP server hands them over. */
export const headerText = (field) => absentOrBytes(field)?.toString('latin1');

/** What is separated by commas; an empty field holds nothing. */
export const list = (field, read) => (field === '' ? [] : field.split(',').map(read));

/** Names and values. */
export function pairs(field, read = text) {
  return list(field, (pair) => {
    const parts = pair.split('=');
    if (parts.length !== 2) throw invalid();
    return parts.map(read);
  });
}

/** A keyring, or the error that making it led to. */
export function keyringOrError(texts) {
  try {
    return new Keyring(...texts);
  } catch (error) {
    if (error instanceof SignkeyError) return error;
    throw error;
  }
}

export const keys = (field) => field.split(',').map(absentOrBytes);

/** The lines of headers. */
export const lines = (headers) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
