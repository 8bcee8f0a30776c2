// Worker threads over one guard: each message is accepted by one of them, and refused by all others.
//
// All of it, with a million messages: SIGNKEY_REPLAY_MESSAGES=1000000 node --test test/replay-threads.test.mjs

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Endpoint, Keyring, ReplayGuard, SigningKey } from 'signkey';
import { KEY, NOW } from './support.mjs';

const WORKERS = 8;
const MESSAGES = Number(process.env.SIGNKEY_REPLAY_MESSAGES ?? 25_000);
/** Each is sent twice by each thread: at once, and in another thread's order. */
const TIMEOUT_MS = 60_000 + MESSAGES;

/** Sends all messages, beginning at another one than the other threads, and notes which were accepted. */
function work({ worker, handle, accepted, replayed, ready }) {
  const endpoint = new Endpoint(new Keyring(KEY), { replayGuard: ReplayGuard.fromHandle(handle) });
  const key = new SigningKey(KEY);
  // All begin at the same moment.
  Atomics.add(ready, 0, 1);
  while (Atomics.load(ready, 0) < WORKERS) Atomics.wait(ready, 1, 0, 1);
  const others = [];
  // A stack trace of each refusal would take most of the time.
  Error.stackTraceLimit = 0;
  const send = (number) => {
    const body = Buffer.from(`{"n":${number}}`);
    const header = key.signRaw(body, { timestamp: NOW - (number % 300) });
    const { verified, refusal } = endpoint.admit('POST', { 'x-inngest-signature': header }, body, NOW);
    if (verified) Atomics.add(accepted, number, 1);
    else if (refusal.error.code === 'replayed') Atomics.add(replayed, number, 1);
    else others.push(refusal.error.code);
  };
  // Half of the threads meet at each message at the same time, the others run towards them.
  for (let at = 0; at < MESSAGES; at += 1) send(worker % 2 === 0 ? at : MESSAGES - 1 - at);
  for (let at = 0; at < MESSAGES; at += 100) send(at);
  return others;
}

if (isMainThread) {
  test(`${WORKERS} threads accept each of ${MESSAGES} messages once`, { timeout: TIMEOUT_MS }, async () => {
    const guard = new ReplayGuard({ entries: 4 * MESSAGES });
    const shared = (Type, count) => new Type(new SharedArrayBuffer(count * Type.BYTES_PER_ELEMENT));
    const [accepted, replayed, ready] = [
      shared(Uint8Array, MESSAGES),
      shared(Uint8Array, MESSAGES),
      shared(Int32Array, 2),
    ];
    const { handle } = guard;
    const start = performance.now();
    const results = await Promise.all(
      Array.from({ length: WORKERS }, async (_, worker) => {
        const thread = new Worker(new URL(import.meta.url), {
          workerData: { worker, handle, accepted, replayed, ready },
        });
        const [[others], [status]] = await Promise.all([once(thread, 'message'), once(thread, 'exit')]);
        return { others, status };
      }),
    );
    assert.deepEqual(results, Array(WORKERS).fill({ others: [], status: 0 }));
    assert.ok(accepted.every((count) => count === 1));
    assert.ok(replayed.every((count, at) => count === WORKERS - 1 + (at % 100 === 0 ? WORKERS : 0)));
    console.log(
      `${(WORKERS * MESSAGES * 1.01) / 1000} thousand messages in ${Math.round(performance.now() - start)} ms`,
    );
    assert.ok(guard.fullness(NOW) > 0);
  });

  test('a handle outlives the thread that made the guard', { timeout: 60_000 }, async () => {
    const maker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const { ReplayGuard, Endpoint, Keyring } = require('signkey');
       parentPort.postMessage(new ReplayGuard({ entries: 100 }).handle);`,
      { eval: true },
    );
    const [[handle]] = await Promise.all([once(maker, 'message'), once(maker, 'exit')]);
    const replayGuard = ReplayGuard.fromHandle(handle);
    const endpoint = new Endpoint(new Keyring(KEY), { replayGuard });
    const body = Buffer.from('5');
    const headers = { 'x-inngest-signature': new SigningKey(KEY).signRaw(body, { timestamp: NOW }) };
    assert.ok(endpoint.admit('POST', headers, body, NOW).verified);
    assert.equal(endpoint.admit('POST', headers, body, NOW).refusal.error.code, 'replayed');
  });
} else {
  parentPort.postMessage(work(workerData));
}
