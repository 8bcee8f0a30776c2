// The requests that an app's endpoint answers: a whole sync, with the platform's answers given, and introspection.

import { Config } from '../../../bindings-node/dist/index.mjs';
import { bytes, headerText, hex, integer, invalid, lines, pairs, text } from './fields.mjs';
import { readApp, readSettings, readVariables } from './settings.mjs';

function readAnswers(field) {
  return pairs(field, bytes).map(([code, body]) => {
    const status = integer(code.toString('latin1'));
    if (status > 0xffffn) throw invalid();
    return [Number(status), body];
  });
}

export function sync(settingsField, variablesField, appField, methodField, queryField, headersField, ...fields) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const [method, query, headers] = [text(methodField), text(queryField), pairs(headersField, headerText)];
  const [bodyField, nowField, answersField, configurationField] = fields;
  const [body, now] = [bytes(bodyField), integer(nowField)];
  const [answers, configuration] = [readAnswers(answersField), bytes(configurationField)];
  const app = readApp(appField);

  const config = new Config(settings, variables);
  const admission = config.endpoint().admit(method, headers, body, now);
  const registration = config.registration(app, admission, query);
  const sent = [];
  for (let next; (next = registration.request()) !== undefined;) {
    sent.push(hex(`${next.url}\n${lines(next.headers)}`));
    registration.answer(...(answers.shift() ?? [0]));
  }
  const response = registration.response(registration.state === 'in_band' ? configuration : undefined, now);
  return [sent.join(','), response.status, hex(lines(response.headers)), hex(response.body)];
}

export function introspect(settingsField, variablesField, appField, headerField, nowField) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const [header, now] = [headerText(headerField), integer(nowField)];
  const app = readApp(appField);
  const config = new Config(settings, variables);
  const endpoint = config.endpoint({ unsignedMethods: ['GET'] });
  const admission = endpoint.admit('GET', { 'x-inngest-signature': header }, new Uint8Array(), now);
  return [hex(config.introspect(app, admission))];
}
