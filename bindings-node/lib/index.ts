/**
 * Inngest signing keys: verify and sign requests, responses and API calls; end-to-end encryption.
 *
 * Everything here is synchronous and takes bytes. Nothing throws anything but {@link SignkeyError}.
 *
 * @packageDocumentation
 */

export { ApiAuth, type Attempt } from './api-auth.js';
export type { App } from './app.js';
export { type CanonicalForm, canonicalForm, canonicalize } from './canonical.js';
export type { ErrorCode } from './codes.js';
export { Config } from './config.js';
export type { ConfigOptions, Problem, Variables } from './config-options.js';
export { Decrypted } from './decrypted.js';
export type { EncryptOptions, EncryptionKey, EncryptorOptions } from './encryption-options.js';
export { Encryptor } from './encryptor.js';
export {
  type ConfigEndpointOptions,
  Endpoint,
  type EndpointOptions,
  type Mode,
  type RequestWarning,
} from './endpoint.js';
export { type ErrorDetails, type ErrorKind, SignkeyError, errorKinds } from './error.js';
export {
  Handshake,
  type HandshakeParties,
  type RegisterRequest,
  type SyncRequest,
  type SyncResponse,
} from './handshake.js';
export type { Bytes, Header, KeyText, OwnBuffer } from './inputs.js';
export { Keyring } from './keyring.js';
export type {
  CanonicalizeOptions,
  KeyringSignOptions,
  SignOptions,
  VerifyOptions,
  VerifyRequestOptions,
} from './options.js';
export type { AuthenticateOptions, ReceivedRequest, RequestHeaders } from './request.js';
export { SigningKey } from './signing-key.js';
export { Unverified, type UnverifiedReason } from './unverified.js';
export { type Form, Verified, type VerifiedProperties } from './verified.js';
export { Verifier } from './verifier.js';
