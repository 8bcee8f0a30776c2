// The questions of operators: keys, messages that were refused, rotations.

import { SigningKey, explain, readIntrospection, rotationStep } from '../../../bindings-node/dist/index.mjs';
import { bytes, headerText, hex, integer, invalid, list, pairs, text } from './fields.mjs';

const orDash = (value, written = String) => (value === undefined ? '-' : written(value));

function diagnose(field) {
  const fault = SigningKey.diagnose(bytes(field));
  if (fault === undefined) return ['-'];
  const { code, cause, position, character, hint, message } = fault;
  return [code, cause, orDash(position), orDash(character, hex), hex(hint), hex(message)];
}

function explained(kindField, keysField, othersField, headersField, bodyField, nowField, windowField, sizeField) {
  if (kindField !== 'request' && kindField !== 'response') throw invalid();
  const [keys, others] = [pairs(keysField), pairs(othersField)];
  const headers = headersField === '-' ? [] : headersField.split(',').map(headerText);
  const [body, now, window] = [bytes(bodyField), integer(nowField), windowField.split(':').map(integer)];
  if (window.length !== 2) throw invalid();
  const [past, future] = window;
  const maxJsonSize = sizeField === '-' ? undefined : integer(sizeField);
  const report = explain({ kind: kindField, keys, others, headers, body, now, past, future, maxJsonSize });
  const code = report.code === 'verified' ? 'ok' : report.code;
  return [code, orDash(report.cause), orDash(report.key, hex), orDash(report.position), hex(report.json)];
}

function step(field) {
  const next = rotationStep(bytes(field));
  return [hex(next.json), hex(String(next))];
}

const introspection = (field) => [hex(JSON.stringify(readIntrospection(bytes(field))))];

export const requests = {
  diagnose: [1, diagnose],
  explain: [8, explained],
  rotation_step: [1, step],
  read_introspection: [1, introspection],
};
