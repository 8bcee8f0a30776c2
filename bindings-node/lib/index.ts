/**
 * Inngest signing keys: verify and sign requests, responses and API calls; end-to-end encryption.
 *
 * Everything here is synchronous and takes bytes, but for what asks a replay store. Nothing throws anything but
 * {@link SignkeyError}.
 *
 * @packageDocumentation
 */

export { Admission, type Caller, type ResponseStep, type Step } from './admission.js';
export { ApiAuth, type Attempt } from './api-auth.js';
export type { App } from './app.js';
export { type CanonicalForm, canonicalForm, canonicalize } from './canonical.js';
export type { ErrorCode } from './codes.js';
export { Config } from './config.js';
export type { ConfigOptions, Problem, Variables } from './config-options.js';
export { Decrypted } from './decrypted.js';
export type { EncryptOptions, EncryptionKey, EncryptorOptions } from './encryption-options.js';
export { Encryptor } from './encryptor.js';
export { Endpoint } from './endpoint.js';
export type { ConfigEndpointOptions, EndpointOptions, Mode } from './endpoint-options.js';
export { type ErrorDetails, type ErrorKind, SignkeyError, errorKinds } from './error.js';
export { type Evidence, Explanation, type NamedKeys, explain } from './explain.js';
export type { Bytes, Header, KeyText, OwnBuffer } from './inputs.js';
export type { KeyFault } from './key-fault.js';
export { Keyring } from './keyring.js';
export { MemoryReplayStore } from './memory-replay-store.js';
export type {
  CanonicalizeOptions,
  KeyringSignOptions,
  SignOptions,
  VerifyOptions,
  VerifyRequestOptions,
} from './options.js';
export type { Refusal } from './refusal.js';
export { type RegisterRequest, Registration, type RegistrationState, type SyncResponse } from './registration.js';
export { ReplayGuard, type ReplayGuardHandle, type ReplayGuardOptions } from './replay-guard.js';
export type { ClaimAnswer, ReplayClaim, ReplayStore } from './replay-store.js';
export type { Framing, NoBody, RequestHeaders } from './request.js';
export {
  type Introspection,
  type RotationApp,
  type RotationFacts,
  type RotationKeys,
  type RotationProbe,
  RotationStep,
  readIntrospection,
  rotationStep,
} from './rotation.js';
export { SigningKey } from './signing-key.js';
export { Unverified, type UnverifiedReason } from './unverified.js';
export { type Form, Verified, type VerifiedProperties } from './verified.js';
export { Verifier } from './verifier.js';
export type { RequestWarning } from './warning.js';
