/**
 * Inngest signing keys: verify and sign requests, responses and API calls; end-to-end encryption.
 *
 * Everything here is synchronous and takes bytes. Nothing throws anything but {@link SignkeyError}.
 *
 * @packageDocumentation
 */

export { type CanonicalForm, canonicalForm, canonicalize } from './canonical.js';
export type { ErrorCode } from './codes.js';
export { Decrypted } from './decrypted.js';
export type { EncryptOptions, EncryptionKey, EncryptorOptions } from './encryption-options.js';
export { Encryptor } from './encryptor.js';
export { type ErrorDetails, type ErrorKind, SignkeyError, errorKinds } from './error.js';
export type { Bytes, Header, KeyText, OwnBuffer } from './inputs.js';
export { Keyring } from './keyring.js';
export type {
  CanonicalizeOptions,
  KeyringSignOptions,
  SignOptions,
  VerifyOptions,
  VerifyRequestOptions,
} from './options.js';
export { SigningKey } from './signing-key.js';
export { type Form, Verified, type VerifiedProperties } from './verified.js';
export { Verifier } from './verifier.js';
