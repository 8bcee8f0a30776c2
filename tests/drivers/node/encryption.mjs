// The requests about end-to-end encryption.

import { Encryptor } from '../../../bindings-node/dist/index.mjs';
import { absentOrBytes, bytes, decoded, hex, invalid } from './fields.mjs';

const FLAGS = {
  raw_keys: 'rawKeys',
  decrypt_only: 'decryptOnly',
  require_encrypted: 'requireEncrypted',
  legacy_aes: 'legacyAes',
};
const NONCE_SIZE = 24;

function flags(field) {
  if (field === '-') return {};
  const names = field.split(',').map((name) => (Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined));
  if (names.includes(undefined)) throw invalid();
  return Object.fromEntries(names.map((name) => [name, true]));
}

function nonce(field) {
  const nonce = absentOrBytes(field);
  if (nonce !== undefined && nonce.length !== NONCE_SIZE) throw invalid();
  return { nonce };
}

/** What makes an encryptor, which comes into being once all fields are read. */
function setup(keysField, optionsField, eventField) {
  const { rawKeys, ...options } = flags(optionsField);
  const [primary, ...fallbacks] = keysField
    .split(',')
    .map(absentOrBytes)
    .map(rawKeys ? (key) => key : decoded);
  return {
    primary,
    fallbacks,
    eventField: decoded(absentOrBytes(eventField)),
    ...options,
  };
}

function encrypt(method, keys, options, field, nonceField, jsonField) {
  const settings = setup(keys, options, field);
  const [once, json] = [nonce(nonceField), bytes(jsonField)];
  return [hex(new Encryptor(settings)[method](json, once))];
}

function decrypt(method, keys, options, field, jsonField) {
  const settings = setup(keys, options, field);
  const json = bytes(jsonField);
  return [hex(new Encryptor(settings)[method](json).json)];
}

export const requests = {
  encrypt: [4, (keys, options, ...rest) => encrypt('encryptValue', keys, options, '-', ...rest)],
  decrypt: [3, (keys, options, ...rest) => decrypt('decryptValue', keys, options, '-', ...rest)],
  encrypt_event: [5, (...fields) => encrypt('encryptEventData', ...fields)],
  decrypt_event: [4, (...fields) => decrypt('decryptEventData', ...fields)],
  encrypt_error: [4, (keys, options, ...rest) => encrypt('encryptError', keys, options, '-', ...rest)],
  decrypt_error: [3, (keys, options, ...rest) => decrypt('decryptError', keys, options, '-', ...rest)],
  decrypt_lifecycle: [4, (...fields) => decrypt('decryptLifecycleData', ...fields)],
};
