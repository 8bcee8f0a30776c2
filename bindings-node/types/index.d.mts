export type * from './index.js';
export { Admission, ApiAuth, Config, Decrypted, Encryptor, Endpoint, Keyring, Registration, SigningKey, SignkeyError, Unverified, Verified, Verifier, canonicalForm, canonicalize, errorKinds, } from './index.js';
