import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Keyring, SignkeyError, Verifier } from 'signkey';
import { KEY, NOW, OTHER_DIGITS, OTHER_KEY, header } from './support.mjs';

const WORKERS = 8;
const MESSAGES = 64;
const ROUNDS = 100;

/** Verifies messages of this worker's own until all rounds are over; how many verdicts were right. */
function work(worker) {
  const keyring = new Keyring(KEY, OTHER_KEY);
  const messages = Array.from({ length: MESSAGES }, (_, index) => {
    const body = Buffer.from(`${worker}:${index}:${'x'.repeat(index * 50)}`);
    return { body, good: header(body, { digits: OTHER_DIGITS, t: NOW - worker }), bad: header(`${body}!`) };
  });
  let right = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { body, good, bad } of messages) {
      const verified = keyring.verifyRequest(body, good, { now: NOW });
      const streamed = new Verifier(keyring, good).update(body).finish({ now: NOW });
      let code;
      try {
        keyring.verifyRequest(body, bad, { now: NOW });
      } catch (error) {
        code = error instanceof SignkeyError && error.code;
      }
      const isRight = verified.keyIndex === 1 && verified.ageSeconds === worker && streamed.ageSeconds === worker;
      right += isRight && code === 'signature_mismatch' ? 1 : 0;
    }
  }
  return right;
}

if (isMainThread) {
  const start = (worker) => new Worker(new URL(import.meta.url), { workerData: { worker } });

  test(`${WORKERS} threads verify at once, each for itself`, { timeout: 60_000 }, async () => {
    const workers = Array.from({ length: WORKERS }, (_, worker) => start(worker));
    const results = await Promise.all(
      workers.map(async (worker) => {
        const [[right], [status]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
        return { right, status };
      }),
    );
    assert.deepEqual(results, Array(WORKERS).fill({ right: MESSAGES * ROUNDS, status: 0 }));
  });

  test('threads may end at any moment', { timeout: 60_000 }, async () => {
    const workers = Array.from({ length: WORKERS }, (_, worker) => start(worker));
    await Promise.all(workers.map((worker) => once(worker, 'online')));
    await Promise.all(workers.map((worker) => worker.terminate()));
    assert.ok(new Keyring(KEY).verifyRequest(Buffer.from('x'), header('x'), { now: NOW }));
  });
} else {
  parentPort.postMessage(work(workerData.worker));
}
