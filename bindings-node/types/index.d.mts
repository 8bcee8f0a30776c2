export type * from './index.js';
export { ApiAuth, Config, Decrypted, Encryptor, Endpoint, Handshake, Keyring, SigningKey, SignkeyError, Unverified, Verified, Verifier, canonicalForm, canonicalize, errorKinds, } from './index.js';
