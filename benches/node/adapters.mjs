// What a check in front of an Express app adds to a request: signkey's adapter, a check written by hand, and the
// published SDK's function in its place. Prints rows for `benches/report.py`.

import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { signkey } from '../../bindings-node/dist/express.mjs';
import { Endpoint, Keyring } from '../../bindings-node/dist/index.mjs';
import { check } from './handwritten.mjs';
import { Connection, fromBytes, toBytes } from './incoming.mjs';
import { DIGITS, KEY, SIZES, messages, tampered } from './messages.mjs';
import { peer, verifierOf } from './peers.mjs';
import { cpuTime, printVersions, race } from './race.mjs';

const express = createRequire(new URL('../../bindings-node/', import.meta.url))('express');

// How an app reads a body, by the framework's means.
const read = express.raw({ type: 'application/json' });

/** The body is answered as it came. */
const echo = (request, response) => response.end(request.body);

/** The same by an app that needs it parsed, as the published SDK does; so parsing is a part of no check. */
function parseAndEcho(request, response) {
  request.parsed ??= JSON.parse(request.body);
  response.end(request.body);
}

function contender(name, isRight, ...handlers) {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.post('/api/inngest', ...handlers);
  const connection = new Connection(app);
  return {
    name,
    prepare: toBytes,
    run: (bytes) => connection.send(bytes),
    isAsync: true,
    check: (message, sent) => isRight(app, message, sent),
  };
}

/** Whether an app that nothing protects answers everyone; the changed body may be no JSON. */
async function letsAllIn(app, message, sent) {
  for (const other of forgeries(message).slice(1)) {
    if (!isAnswered(other, await answerOnce(app, other))) return false;
  }
  return isAnswered(message, sent);
}

/** Whether the app got the message as it was sent, and no forgery. */
async function protects(app, message, sent) {
  for (const other of forgeries(message)) {
    if (fromBytes(await answerOnce(app, other)).status !== 401) return false;
  }
  return isAnswered(message, sent);
}

function isAnswered({ body }, sent) {
  const answer = fromBytes(sent);
  return answer.status === 200 && answer.body.equals(body);
}

/** Over a connection of its own, since who refuses may close it. */
async function answerOnce(app, message) {
  const connection = new Connection(app);
  const sent = await connection.send(toBytes(message));
  connection.destroy();
  return sent;
}

/** The message with another body, without a signature, with another MAC, and signed long ago. */
function forgeries(message) {
  const { body, canonical, header } = message;
  const other = header.slice(0, -1) + (header.endsWith('0') ? '1' : '0');
  const then = String(Math.floor(Date.now() / 1000) - 400);
  const mac = createHmac('sha256', DIGITS).update(canonical).update(then).digest('hex');
  const headers = [undefined, other, `t=${then}&s=${mac}`];
  return [tampered(message), ...headers.map((header) => ({ body, header }))];
}

/** The published SDK's check, behind `express.raw()`. */
function checkOf(verify) {
  return async (request, response, next) => {
    // Whoever changed a byte may have made it something else than JSON.
    try {
      request.parsed = JSON.parse(request.body);
    } catch {
      return response.status(401).end();
    }
    if (await verify(request.headers['x-inngest-signature'], request.parsed)) next();
    else response.status(401).end();
  };
}

printVersions();
const protect = signkey(new Endpoint(new Keyring(KEY)));
const contenders = [
  contender('bare', letsAllIn, read, echo),
  contender('signkey', protects, protect, read, echo),
  contender('hand-written', protects, read, check, echo),
];
const libraries = [
  contender('bare', letsAllIn, read, parseAndEcho),
  contender('signkey', protects, protect, read, parseAndEcho),
];
const sdk = await peer('inngest', 'admit, Express, libraries');
if (sdk) libraries.push(contender('inngest SDK', protects, read, checkOf(verifierOf(sdk)), parseAndEcho));
// Larger bodies say no more: signkey's time is that of the hash there.
for (const size of SIZES.slice(0, 2)) {
  const all = messages('call', size);
  // Long enough that the collector runs often, and not once more or less by chance.
  const turn = { clock: cpuTime, passes: Math.ceil(2500 / all.length) };
  await race('admit, Express', 'call', size, all, contenders, turn);
  await race('admit, Express, libraries', 'call', size, all, libraries, turn);
}
