// A whole request through an endpoint, and the response that follows.

import { Config, SignkeyError, Verified } from '../../../bindings-node/dist/index.mjs';
import { absentOrBytes, bytes, headerText, hex, integer, invalid, lines, pairs, text } from './fields.mjs';
import { camelCase, readSettings, readVariables } from './settings.mjs';

const FRAMINGS = ['ended', 'head', 'http2', 'unknown'];
const NO_BODIES = ['too_large', 'parsed', 'unframed', 'aborted'];
const FLAGS = ['unsigned_sync', 'sign_responses'];
const NUMBERS = ['past', 'future', 'max_body_size', 'max_json_size', 'max_response_size'];

function flag(value) {
  if (value !== '0' && value !== '1') throw invalid();
  return value === '1';
}

/** The options of an endpoint. */
function readEndpoint(field) {
  const options = {};
  for (const [name, value] of pairs(field)) {
    if (name === 'unsigned_method') (options.unsignedMethods ??= []).push(value);
    else if (FLAGS.includes(name)) options[camelCase(name)] = flag(value);
    else if (NUMBERS.includes(name)) options[camelCase(name)] = integer(value);
    else throw invalid();
  }
  return options;
}

/** What hands the body to an admission. */
function readReceived(field, body, now) {
  const [, declared] = /^declared:(.*)$/.exec(field) ?? [];
  const framing = declared === undefined ? field : integer(declared);
  if (declared !== undefined || FRAMINGS.includes(field)) return (admission) => admission.receive(body, framing, now);
  if (!NO_BODIES.includes(field)) throw invalid();
  return (admission) => admission.noBody(field);
}

function verdictOf(admission) {
  const { refusal, verified } = admission;
  if (refusal) return ['refused', refusal.error.code];
  if (!verified) return ['unverified', admission.caller.reason];
  const { keyIndex, form, timestamp, keyId } = verified;
  return ['verified', [keyIndex, form, timestamp, keyId].join()];
}

/** What becomes of a response: the step, the signature and the refusal. */
function respond(admission, endpoint, { status, contentType, body, timestamp }) {
  const step = admission.response(status, contentType);
  if (step.kind !== 'hold') return [step.kind, '-', step.refusal];
  const name = `${step.empty ? 'hold_empty' : 'hold'}:${step.atMost}`;
  try {
    return [name, hex(admission.sign(step.empty ? new Uint8Array() : body, timestamp)), undefined];
  } catch (error) {
    if (!(error instanceof SignkeyError) || error.code !== 'response_unsignable') throw error;
    return [name, '-', endpoint.unsignable()];
  }
}

export function admit(settingsField, variablesField, endpointField, methodField, headersField, ...fields) {
  const [settings, variables] = [readSettings(settingsField), readVariables(variablesField)];
  const [options, method, headers] = [readEndpoint(endpointField), text(methodField), pairs(headersField, headerText)];
  const [receivedField, bodyField, nowField, statusField, typeField, responseField, timestampField] = fields;
  const [now, timestamp] = [integer(nowField), integer(timestampField)];
  const receive = readReceived(receivedField, bytes(bodyField), now);
  const status = statusField === '-' ? undefined : integer(statusField);
  if (status > 0xffffn) throw invalid();
  const contentType = absentOrBytes(typeField)?.toString('latin1');
  const response = { status: Number(status), contentType, body: bytes(responseField), timestamp };

  const endpoint = new Config(settings, variables).endpoint(options);
  const admission = endpoint.admit(method, headers);
  const { step } = admission;
  const atMost = step.kind === 'read_body' ? step.atMost : '-';
  if (step.kind === 'read_body') receive(admission);
  const isAsked = admission.refusal === undefined && status !== undefined;
  const [what, signature, instead] = isAsked ? respond(admission, endpoint, response) : ['-', '-'];
  const refusal = admission.refusal ?? instead;
  const answer = refusal
    ? [refusal.status, hex(lines(refusal.headers)), hex(refusal.body), refusal.unread ? 1 : 0, hex(refusal.log)]
    : Array(5).fill('-');
  return [atMost, ...verdictOf(admission), admission.warning?.code ?? '-', what, signature, ...answer];
}
