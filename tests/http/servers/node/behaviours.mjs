// What the handler answers, whatever the framework.

import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const APP = { id: 'probe', sdk: 'probe:v1.0.0', language: 'js', framework: 'probe', functions: 1 };
const CONFIGURATION = Buffer.from('{"probe":true}');
const TEXT = 'text/plain';
const JSON_TYPE = 'application/json';
const PIECE = 64 * 1024;

/** Whether a handler reads the body. */
export const readsBody = (behaviour) => behaviour === 'echo';

function factsOf({ admission, method, contentLength, body }) {
  const { caller, verified, warning } = admission;
  return {
    method,
    caller: verified ? 'verified' : caller.reason,
    key: verified?.keyIndex ?? null,
    form: verified?.form ?? null,
    warning: warning?.code ?? null,
    length: body?.length ?? null,
    sha256: body ? createHash('sha256').update(body).digest('hex') : null,
    content_length: contentLength === undefined ? null : String(contentLength),
  };
}

const text = (body, { status = 200, type = TEXT, headers = {} } = {}) => ({
  status,
  headers: { 'Content-Type': type, ...headers },
  pieces: [Buffer.from(body)],
});

function* large(size) {
  for (let at = 0; at < size; at += PIECE) yield Buffer.alloc(Math.min(PIECE, size - at), 'x');
}

const behaviours = {
  echo: (_request, facts) => text(facts, { type: JSON_TYPE }),
  status: ({ argument }) => text('x', { status: Number(argument) }),
  empty: () => ({ status: 200, headers: {}, pieces: [] }),
  stream: () => ({ ...text(''), pieces: ['AAAA', 'BBBB', 'CCCC'].map((piece) => Buffer.from(piece)), reuses: true }),
  large: ({ argument }) => ({ ...text(''), pieces: [...large(Number(argument))], isStreamed: true }),
  events: () => ({
    ...text('', { type: 'text/event-stream' }),
    pieces: ['data: 1\n\n', 'data: 2\n\n'].map((piece) => Buffer.from(piece)),
    pause: 200,
  }),
  ownheader: () => text('ok', { headers: { 'X-Inngest-Signature': 'forged' } }),
  gzip: () => text(gzipSync('x'.repeat(1000)), { headers: { 'Content-Encoding': 'gzip' } }),
  throws: () => {
    throw new Error('the handler threw');
  },
  ignore: () => text('ok'),
  introspect: ({ variant, admission }) => text(variant.config.introspect(APP, admission), { type: JSON_TYPE }),
  async register({ variant, admission, query, argument }) {
    if (argument === 'later') await setTimeout(2200);
    const registration = variant.config.registration(APP, admission, query);
    if (registration.state !== 'in_band') return text('{"state":"register"}', { type: JSON_TYPE });
    const { status, headers, body } = registration.response(CONFIGURATION);
    return { status, headers, pieces: [body] };
  },
};

/**
 * The answer to a request that got in: status, headers and pieces of the body, with a pause between them if it is streamed;
 * `undefined` for a path that is none. It throws what a handler would throw.
 */
export async function answer(request) {
  const [name, argument] = request.behaviour.split('/');
  if (!Object.hasOwn(behaviours, name)) return undefined;
  const facts = JSON.stringify(factsOf(request));
  const reply = await behaviours[name]({ ...request, argument }, facts);
  return { ...reply, headers: { ...reply.headers, 'X-Probe': facts } };
}
