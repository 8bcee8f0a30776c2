// The JSON text of a body that a framework has parsed, for the core to bring into canonical form.

import { misuse } from '../error.js';
import { isArrayBuffer, isSharedArrayBuffer } from './brands.js';

// What is no JSON has no canonical form, so nothing matches it.
const NO_JSON = '';

/**
 * The JSON text of an object or array as `JSON.parse` returns it. A tree too deep for `JSON.stringify`, which an
 * outsider can send, is no misuse: its text is one that never verifies.
 */
export function parsedJson(value: unknown): string {
  if (
    typeof value !== 'object' ||
    value === null ||
    ArrayBuffer.isView(value) ||
    isArrayBuffer(value) ||
    isSharedArrayBuffer(value)
  ) {
    throw misuse(
      'object must be an object or array as JSON.parse returns it; for the bytes of a body there is verifyRequest()',
    );
  }
  try {
    check(value, new Set());
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return NO_JSON;
    throw error;
  }
}

function check(value: unknown, ancestors: Set<object>): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (Number.isFinite(value)) return;
      throw misuse('object holds NaN or an infinity, which JSON has not');
    case 'object':
      if (value !== null) checkContainer(value, ancestors);
      return;
    default:
      throw misuse(`object holds ${typeof value === 'undefined' ? value : `a ${typeof value}`}, which JSON has not`);
  }
}

function checkContainer(container: object, ancestors: Set<object>): void {
  if (ancestors.has(container)) throw misuse('object holds itself: a cycle, which JSON has not');
  ancestors.add(container);
  if (Array.isArray(container)) {
    for (const item of container) check(item, ancestors);
  } else {
    // Of any realm: a plain prototype has none itself.
    const prototype: unknown = Object.getPrototypeOf(container);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw misuse('object holds an object that is not plain, which JSON.parse does not return');
    }
    for (const item of Object.values(container)) check(item, ancestors);
  }
  ancestors.delete(container);
}
