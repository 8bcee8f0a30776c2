// A sequence of messages to endpoints that accept each once.

import { Endpoint, ReplayGuard, Verified } from '../../../bindings-node/dist/index.mjs';
import { absentOrBytes, decoded, integer, invalid, keys, keyringOrError, list } from './fields.mjs';

const NAME = 'X-Inngest-Signature';
const CLAIMS = ['first', 'again', 'unavailable'];
/** Whatever the endpoint asks for, the messages say the answer. */
const SILENT = { claim: () => Promise.reject(new Error('nobody asks this store')) };

const row = (count) => (field) => {
  const parts = field.split('=').map(absentOrBytes);
  if (parts.length !== count) throw invalid();
  return parts;
};

function present(part) {
  if (part === undefined) throw invalid();
  return part;
}

const number = (part) => integer(present(part).toString('latin1'));
const text = (part) => decoded(present(part));

function readGuard(field) {
  if (field === '-') return undefined;
  const numbers = field.split(':').map(integer);
  if (numbers.length !== 3) throw invalid();
  const [entries, past, future] = numbers;
  return { entries, past, future };
}

function readStore(field) {
  if (field === '-') return {};
  const [skew, flag, ...rest] = field.split(':');
  if (rest.length > 0 || (flag !== '0' && flag !== '1')) throw invalid();
  return { replayStore: SILENT, replaySkew: integer(skew), admitUnclaimed: flag === '1' };
}

function readEndpoint(field) {
  const [name, past, future] = row(3)(field);
  return { name: text(name), past: number(past), future: number(future) };
}

const readMessage = (endpoints) => (field) => {
  const [endpoint, method, header, body, now, claim, response, timestamp, signature] = row(9)(field);
  const answer = claim?.toString('latin1');
  const message = {
    endpoint: Number(number(endpoint)),
    method: text(method),
    headers: header === undefined ? {} : { [NAME]: header.toString('latin1') },
    body: present(body),
    now: number(now),
    claim: answer,
    response,
    timestamp: response && number(timestamp),
    signature: signature?.toString('latin1'),
  };
  if (message.endpoint >= endpoints || (claim !== undefined && !CLAIMS.includes(answer))) throw invalid();
  return message;
};

const described = (claim) => (claim === undefined ? '-' : `${claim.id}:${claim.lifetime}`);

/** Sends a message: its admission, and what the store was asked. */
function send(endpoint, { method, headers, body, now, claim }) {
  const admission = endpoint.admit(method, headers);
  if (admission.step.kind === 'read_body') admission.receive(body, 'ended', now);
  const { step } = admission;
  if (step.kind !== 'claim') return [admission, undefined];
  admission.receiveClaim(present(claim));
  return [admission, step];
}

/** Answers a message that was verified: what the store is asked. */
function respond(admission, { response, timestamp, signature }) {
  if (admission.verified === undefined) return undefined;
  const header = response === undefined ? signature : admission.sign(response, timestamp);
  return header === undefined ? undefined : admission.responseClaim(header);
}

function verdictOf(admission) {
  if (admission.refusal !== undefined) return admission.refusal.error.code;
  return admission.caller instanceof Verified ? 'verified' : 'unverified';
}

function messages(keysField, guardField, storeField, endpointsField, messagesField) {
  const [texts, guardOptions, store] = [keys(keysField), readGuard(guardField), readStore(storeField)];
  const options = list(endpointsField, readEndpoint);
  const sequence = list(messagesField, readMessage(options.length));

  const replayGuard = guardOptions && new ReplayGuard(guardOptions);
  const keyring = keyringOrError(texts);
  const endpoints = options.map((option) => new Endpoint(keyring, { ...option, ...store, replayGuard }));
  const rows = sequence.map((message) => {
    const [admission, claim] = send(endpoints[message.endpoint], message);
    return [verdictOf(admission), described(claim), described(respond(admission, message))];
  });
  const now = sequence.at(-1)?.now ?? 0;
  const fullness = replayGuard === undefined ? '-' : Math.floor(100 * replayGuard.fullness(now) + 0.5);
  return [...[0, 1, 2].map((at) => rows.map((columns) => columns[at]).join()), fullness];
}

export const requests = { replay_messages: [5, messages] };
