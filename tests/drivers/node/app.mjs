// The requests about an app: settings, endpoints, calls to the API.

import { ApiAuth, Config, Endpoint, Keyring, SignkeyError, Verified } from '../../../bindings-node/dist/index.mjs';
import { bytes, headerText, hex, integer, invalid, keyringOrError, keys, list, pairs, text } from './fields.mjs';
import { admit } from './admit.mjs';
import { introspect, sync } from './registration.mjs';
import { readSettings, readVariables } from './settings.mjs';

const ORIGIN = 'https://api.inngest.com';

function flag(field) {
  if (field !== '0' && field !== '1') throw invalid();
  return field === '1';
}

function authenticate(mode, keysField, unsigned, allowSync, methodField, headersField, bodyField, ...numbers) {
  if (mode !== 'cloud' && mode !== 'dev') throw invalid();
  const [texts, method] = [keys(keysField), text(methodField)];
  const [unsignedMethods, unsignedSync] = [list(unsigned, text), flag(allowSync)];
  const [headers, body] = [pairs(headersField, headerText), bytes(bodyField)];
  const [now, past, future] = numbers.map(integer);
  const endpoint = new Endpoint(keyringOrError(texts), { mode, unsignedMethods, unsignedSync, past, future });
  const { caller, warning } = endpoint.admit(method, headers, body, now);
  const code = warning?.code ?? '-';
  return caller instanceof Verified
    ? ['verified', caller.keyIndex, caller.form, caller.timestamp, code]
    : ['unverified', '-', caller.reason, '-', code];
}

function status(field) {
  const value = integer(field);
  if (value > 0xffffn) throw invalid();
  return Number(value);
}

function apiAuth(keysField, callsField) {
  const texts = keys(keysField);
  const calls = callsField.split(';').map((call) => call.split(',').map(status));
  const keyring = keyringOrError(texts);
  const isMissing = keyring instanceof SignkeyError && keyring.code === 'missing_signing_key';
  if (keyring instanceof SignkeyError && !isMissing) throw keyring;
  const auth = new ApiAuth(isMissing ? undefined : keyring, ORIGIN);
  return [calls.map((statuses) => call(auth, statuses)).join(';')];
}

/** The credentials that one call sends. */
function call(auth, statuses) {
  const sent = [];
  let attempt = auth.begin();
  for (const status of statuses) {
    if (attempt === undefined) break;
    const value = auth.authorization(attempt);
    sent.push(value === undefined ? '-' : hex(value));
    attempt = auth.after(attempt, status);
  }
  return sent.join(',');
}

function maySendTo(originField, urlField) {
  const [origin, url] = [text(originField), text(urlField)];
  return [new ApiAuth(undefined, origin).maySendTo(url) ? 'yes' : 'no'];
}

function verifyToken(keysField, authorizationField) {
  const [texts, authorization] = [keys(keysField), headerText(authorizationField)];
  return [new Keyring(...texts).verifyToken(authorization)];
}

function describe(settingsField, variablesField) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  return [hex(new Config(settings, variables).describe())];
}

function serveUrl(settingsField, variablesField, urlField) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const url = text(urlField);
  return [hex(new Config(settings, variables).serveUrl(url))];
}

export const requests = {
  config: [2, describe],
  serve_url: [3, serveUrl],
  authenticate: [10, authenticate],
  admit: [12, admit],
  api_auth: [2, apiAuth],
  may_send_to: [2, maySendTo],
  verify_token: [2, verifyToken],
  ['handshake']: [10, sync],
  introspect: [5, introspect],
};
