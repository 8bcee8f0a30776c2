// Checks of what callers pass in. Messages name types, never values.

import { misuse } from '../error.js';
import { isArrayBuffer, isDataView, isGone, isShared, isSharedArrayBuffer, isUint8Array } from './brands.js';
import { wholeRequest } from './likeness.js';
import { unknownName } from './nearest.js';

const MAX_COUNT = 2n ** 64n - 1n;

/** The name of a value's type, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const request = wholeRequest(value);
  if (request !== undefined) return request;
  if (Array.isArray(value)) return 'an array';
  if (ArrayBuffer.isView(value)) return isDataView(value) ? 'a DataView' : 'another typed array';
  if (isSharedArrayBuffer(value)) return 'a SharedArrayBuffer';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function wrongBytes(value: unknown, name: string): Error {
  const what = `${name} must be a Uint8Array or an ArrayBuffer, not ${kindOf(value)}`;
  if (typeof value === 'string') {
    return misuse(
      `${what}: a signature covers bytes, and decoding to a string can change them. Pass the bytes that were ` +
        'received, e.g. from express.raw(), or Buffer.from(await request.arrayBuffer())',
    );
  }
  if (ArrayBuffer.isView(value)) {
    return misuse(`${what}: wrap its bytes with new Uint8Array(view.buffer, view.byteOffset, view.byteLength)`);
  }
  if (wholeRequest(value) !== undefined) return misuse(what);
  if (typeof value === 'object' && value !== null && !isSharedArrayBuffer(value)) {
    return misuse(`${what}: pass the body as received, or a parsed one to verifyParsed()`);
  }
  return misuse(what);
}

/**
 * A body as bytes. Shared memory is refused: another thread could change it between its verification and its use. So is
 * memory that is gone, which would pass for the empty body.
 */
export function toBytes(value: unknown, name: string): Uint8Array {
  if (isUint8Array(value)) {
    if (isShared(value)) {
      throw misuse(`${name} must not lie in shared memory: copy it first, with its slice() method`);
    }
    if (value.length === 0 && isGone(value)) throw gone(name);
    return value;
  }
  if (!isArrayBuffer(value)) throw wrongBytes(value, name);
  try {
    return new Uint8Array(value);
  } catch {
    throw gone(name);
  }
}

/** As {@link toBytes}, for native functions that see for themselves whether memory is shared. */
export function toView(value: unknown, name: string): Uint8Array {
  return isUint8Array(value) && value.length > 0 ? value : toBytes(value, name);
}

function gone(name: string): Error {
  return misuse(
    `the memory of ${name} is gone: its buffer was transferred away (detached), or resized to end before it`,
  );
}

/** A header as text; several values become one as RFC 9110, section 5.3, has it. */
export function toHeader(value: unknown, name = 'header'): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.length === 0 ? undefined : value.join(', ');
  }
  throw misuse(`${name} must be a string, an array of strings, or absent, not ${kindOf(value)}`);
}

/** A whole number of seconds or bytes. */
export function toCount(value: unknown, name: string): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  if (typeof value === 'bigint' && value >= 0n && value <= MAX_COUNT) return value;
  if (typeof value === 'number' || typeof value === 'bigint') {
    throw misuse(`${name} must be a whole number from 0 to 2^53 - 1, or a bigint below 2^64`);
  }
  throw misuse(`${name} must be a number or a bigint, not ${kindOf(value)}`);
}

/** A text. */
export function toText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw misuse(`${name} must be a string, not ${kindOf(value)}`);
}

/** A whole number of 16 bits. */
export function toSmall(value: unknown, name: string): number {
  const number = toCount(value, name);
  if (typeof number === 'bigint' || number > 0xffff) throw misuse(`${name} must be a number from 0 to 65535`);
  return number;
}

/** Refuses what is no plain object, of any realm. */
export function checkPlain(value: unknown, what: string): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const prototype: unknown = isObject ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== null && (!isObject || Object.getPrototypeOf(prototype) !== null)) {
    throw misuse(`${what} must be a plain object, not ${kindOf(value)}`);
  }
}

/** Refuses options that are no plain object, and names that would be ignored. */
export function checkOptions(options: unknown, names: ReadonlySet<string>, what = 'options'): void {
  checkPlain(options, what);
  for (const name in options as object) {
    if (names.has(name)) continue;
    throw misuse(`${what} must not hold ${unknownName(name, names)}: there are ${[...names].join(', ')}`);
  }
}

/** A yes or no. The text 'false', as from the environment, would pass for yes. */
export function toFlag(value: unknown = false, name: string): boolean {
  if (typeof value !== 'boolean') throw misuse(`${name} must be true or false`);
  return value;
}

/** Texts in an array. */
export function toTexts(value: unknown = [], name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw misuse(`${name} must be an array of strings`);
}

const encoder = new TextEncoder();

/**
 * Hands the bytes of key texts to the work, and clears the copies that were made for it. Absent texts are empty.
 */
export function withKeyTexts<T>(texts: readonly unknown[], work: (texts: Uint8Array[]) => T): T {
  const copies: Uint8Array[] = [];
  try {
    return work(
      texts.map((text) => {
        if (text !== undefined && text !== null && typeof text !== 'string') return keyBytes(text);
        const copy = encoder.encode(text ?? '');
        copies.push(copy);
        return copy;
      }),
    );
  } finally {
    for (const copy of copies) copy.fill(0);
  }
}

function keyBytes(text: unknown): Uint8Array {
  if (isUint8Array(text)) return toBytes(text, 'a key');
  throw misuse(`a key must be a string or a Uint8Array, not ${kindOf(text)}; pass several keys as several arguments`);
}

/** The clock of this machine, in whole seconds since 1970-01-01 00:00 UTC. */
export function systemClock(): number {
  return Math.floor(Date.now() / 1000);
}
