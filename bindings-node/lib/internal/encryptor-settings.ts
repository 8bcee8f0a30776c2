// Checks of what an encryptor is made of, and of what it is given.

import type { EncryptOptions, EncryptorOptions } from '../encryption-options.js';
import { misuse } from '../error.js';
import type { EncryptionKeySource, EncryptorSettings } from './addon.js';
import { checkOptions, toBytes, toFlag } from './arguments.js';
import { isUint8Array } from './brands.js';

const OPTIONS = new Set(['primary', 'fallbacks', 'decryptOnly', 'requireEncrypted', 'eventField', 'legacyAes']);
const ENCRYPT_OPTIONS = new Set(['nonce']);

const encoder = new TextEncoder();

/** Hands keys and options to the work, and clears the copies of key texts that were made for it. */
export function withSettings<T>(options: EncryptorOptions, work: (settings: EncryptorSettings) => T): T {
  checkOptions(options, OPTIONS);
  const { primary, fallbacks = [], eventField } = options;
  if (!Array.isArray(fallbacks)) throw misuse('fallbacks must be an array of keys');
  const copies: Uint8Array[] = [];
  const read = (key: unknown): EncryptionKeySource[] => {
    if (key === undefined || key === null) return [];
    if (isUint8Array(key)) return [{ bytes: toBytes(key, 'a key'), isRaw: true }];
    const bytes = encoder.encode(checkText(key, 'an encryption key', 'a string or a Uint8Array'));
    copies.push(bytes);
    return [{ bytes, isRaw: false }];
  };
  try {
    const [key] = read(primary);
    return work({
      ...(key !== undefined && { primary: key }),
      fallbacks: fallbacks.flatMap(read),
      decryptOnly: toFlag(options.decryptOnly, 'decryptOnly'),
      requireEncrypted: toFlag(options.requireEncrypted, 'requireEncrypted'),
      legacyAes: toFlag(options.legacyAes, 'legacyAes'),
      ...(eventField !== undefined && { eventField: checkText(eventField, 'eventField', 'a string') }),
    });
  } finally {
    for (const copy of copies) copy.fill(0);
  }
}

function checkText(value: unknown, name: string, kind: string): string {
  if (typeof value !== 'string') throw misuse(`${name} must be ${kind}`);
  // In UTF-8 they would all become the same.
  if (/\p{Surrogate}/u.test(value)) throw misuse(`${name} must not hold lone surrogates`);
  return value;
}

/** A JSON document as bytes. */
export function jsonBytes(json: unknown): Uint8Array {
  if (typeof json === 'string') throw misuse('json must be bytes, not a string: pass Buffer.from(text)');
  return toBytes(json, 'json');
}

/** The nonce of a call, if it names one. */
export function nonceOf(options: EncryptOptions = {}): Uint8Array | undefined {
  checkOptions(options, ENCRYPT_OPTIONS);
  return options.nonce === undefined ? undefined : toBytes(options.nonce, 'nonce');
}
