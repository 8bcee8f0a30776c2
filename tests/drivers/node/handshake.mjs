// The requests that an app's endpoint answers: a whole sync, with the platform's answers given, and introspection.

import { Config, Endpoint, Handshake, SignkeyError } from '../../../bindings-node/dist/index.mjs';
import { bytes, headerText, hex, integer, invalid, pairs, text } from './fields.mjs';
import { readApp, readSettings, readVariables } from './settings.mjs';

/** The lines of headers. */
function lines(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function readAnswers(field) {
  return pairs(field, bytes).map(([code, body]) => {
    const status = integer(code.toString('latin1'));
    if (status > 0xffffn) throw invalid();
    return [Number(status), body];
  });
}

export function handshake(settingsField, variablesField, appField, methodField, queryField, headersField, ...fields) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const [method, query, headers] = [text(methodField), text(queryField), pairs(headersField, headerText)];
  const [bodyField, nowField, answersField, configurationField] = fields;
  const [body, now] = [bytes(bodyField), integer(nowField)];
  const [answers, configuration] = [readAnswers(answersField), bytes(configurationField)];
  const app = readApp(appField);

  const config = new Config(settings, variables);
  const [endpoint, request] = [config.endpoint(), { method, query, headers, body }];
  // Whoever is refused is refused before the settings are looked at.
  endpoint.authenticate({ method, headers, body }, { now });
  const sync = new Handshake({ config, apiAuth: config.apiAuth(), app, endpoint }, request, { now });
  const sent = [];
  for (let next; (next = sync.request()) !== undefined;) {
    sent.push(hex(`${next.url}\n${lines(next.headers)}`));
    sync.answer(...(answers.shift() ?? [0]));
  }
  const response = sync.response(sync.isInBand ? configuration : undefined, { now });
  return [sent.join(','), response.status, hex(lines(response.headers)), hex(response.body)];
}

/** The keys of the settings, or the error that reading them led to. */
function keyringOrError(config) {
  try {
    return config.keyring;
  } catch (error) {
    if (error instanceof SignkeyError) return error;
    throw error;
  }
}

export function introspect(settingsField, variablesField, appField, headerField, nowField) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const [header, now] = [headerText(headerField), integer(nowField)];
  const app = readApp(appField);
  const config = new Config(settings, variables);
  const endpoint = new Endpoint(keyringOrError(config), { mode: config.mode, unsignedMethods: ['GET'] });
  return [hex(config.introspect(app, endpoint, { headers: { 'x-inngest-signature': header } }, { now }))];
}
