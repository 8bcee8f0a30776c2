// An encryptor over what JSON.parse returns and JSON.stringify takes.

import type { Decrypted } from '../decrypted.js';
import type { Encryptor } from '../encryptor.js';

type Encrypt = (this: Encryptor, json: Uint8Array) => Buffer;
type Decrypt = (this: Encryptor, json: Uint8Array) => Decrypted;

/** What JSON has no words for becomes `null`, as on the SDK's own way to the platform. */
function toJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value) ?? 'null');
}

/** Encrypts a value with one of the methods of an encryptor. */
export function encrypted(encryptor: Encryptor, method: Encrypt, value: unknown): unknown {
  return JSON.parse(method.call(encryptor, toJson(value)).toString());
}

/** Decrypts a value with one of the methods of an encryptor. The very same value if nothing of it was encrypted. */
export function decrypted(encryptor: Encryptor, method: Decrypt, value: unknown): unknown {
  const { json, wasEncrypted } = method.call(encryptor, toJson(value));
  return wasEncrypted ? JSON.parse(json.toString()) : value;
}
