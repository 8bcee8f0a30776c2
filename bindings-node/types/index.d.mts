export type * from './index.js';
export { Decrypted, Encryptor, Keyring, SigningKey, SignkeyError, Verified, Verifier, canonicalForm, canonicalize, errorKinds, } from './index.js';
