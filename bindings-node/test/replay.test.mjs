import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Config, Endpoint, Keyring, MemoryReplayStore, ReplayGuard } from 'signkey';
import { BODY, KEY, NOW, header, refused } from './support.mjs';

const NAME = 'X-Inngest-Signature';
const keyring = new Keyring(KEY);
const guard = (options) => new ReplayGuard({ entries: 1000, ...options });

/** What becomes of a message: its admission. */
function send(endpoint, body = BODY, { t = NOW, now = NOW, method = 'POST' } = {}) {
  return endpoint.admit(method, { [NAME]: header(body, { t }) }, Buffer.from(body), now);
}

const codeOf = ({ refusal, verified }) => refusal?.error.code ?? (verified ? 'verified' : 'unverified');

test('a guard accepts each message once, under each name', () => {
  const replayGuard = guard();
  const one = new Endpoint(keyring, { replayGuard });
  const same = new Config({ signingKey: KEY }).endpoint({ replayGuard });
  const other = new Endpoint(keyring, { replayGuard, name: 'other' });
  assert.deepEqual(
    [one, one, same, other, other].map((it) => codeOf(send(it))),
    ['verified', 'replayed', 'replayed', 'verified', 'replayed'],
  );
  const { error, status } = send(one).refusal;
  assert.deepEqual([error.code, error.httpStatus, status], ['replayed', 401, 401]);
  assert.match(error.hint, /twice/);
});

test('genuine requests that look alike are no replays: those without a body, but for a POST', () => {
  const endpoint = new Endpoint(keyring, { replayGuard: guard() });
  for (const method of ['GET', 'GET', 'PUT']) assert.equal(codeOf(send(endpoint, '', { method })), 'verified');
  assert.equal(codeOf(send(endpoint, '')), 'verified');
  assert.equal(codeOf(send(endpoint, '')), 'replayed');
});

test('a guard that is full refuses, says so before, and has room again later', () => {
  const replayGuard = guard({ entries: 32, past: 15, future: 0 });
  const endpoint = new Endpoint(keyring, { replayGuard, past: 15, future: 0 });
  assert.equal(replayGuard.fullness(NOW), 0);
  assert.equal(codeOf(send(endpoint, '1')), 'verified');
  assert.equal(replayGuard.fullness(NOW), 0.5);
  assert.equal(codeOf(send(endpoint, '2')), 'verified');
  assert.equal(replayGuard.fullness(BigInt(NOW)), 1);
  const { status, error } = send(endpoint, '3').refusal;
  assert.deepEqual([status, error.code], [503, 'replay_guard_full']);
  assert.equal(codeOf(send(endpoint, '1')), 'replayed');
  assert.equal(codeOf(send(endpoint, '3', { t: NOW + 60, now: NOW + 60 })), 'verified');
});

test('a response that was signed cannot come back as a request', () => {
  const endpoint = new Endpoint(keyring, { replayGuard: guard(), signResponses: true });
  const admission = send(endpoint);
  const response = Buffer.from('{"ok":true}');
  const signature = admission.sign(response, NOW);
  assert.equal(admission.responseClaim(signature), undefined);
  const back = endpoint.admit('POST', { [NAME]: signature }, response, NOW);
  assert.equal(codeOf(back), 'replayed');
  // One that the app has signed is claimed by its signature.
  const own = new Endpoint(keyring, { replayGuard: guard() });
  const admitted = send(own);
  admitted.responseClaim(keyring.signResponse(response, { timestamp: NOW + 1 }));
  admitted.responseClaim('no signature');
  const again = own.admit('POST', { [NAME]: header(response, { t: NOW + 1 }) }, response, NOW);
  assert.equal(codeOf(again), 'replayed');
});

test('a guard is made of numbers, and wide enough for its endpoints', () => {
  for (const options of [
    undefined,
    {},
    { entries: 0 },
    { entries: -1 },
    { entries: 2n ** 64n - 1n },
    { entries: '5' },
  ]) {
    refused('invalid_argument', () => new ReplayGuard(options));
  }
  assert.match(
    refused('invalid_argument', () => guard({ entrys: 5 })).message,
    /`entrys` \(did you mean `entries`\?\)/,
  );
  for (const options of [{ past: 299 }, { future: 299 }]) {
    const { setting } = refused('invalid_argument', () => new Endpoint(keyring, { replayGuard: guard(options) }));
    assert.equal(setting, 'replay_guard');
  }
  assert.ok(new Endpoint(keyring, { replayGuard: guard({ past: 5, future: 0n }), past: 5, future: 0 }));
});

test('a guard shows its window', () => {
  const shown = guard({ past: 400 });
  assert.equal(inspect(shown), 'ReplayGuard { past: 400, future: 300 }');
  assert.equal(JSON.stringify(shown), '{"past":400,"future":300}');
  assert.equal(Object.prototype.toString.call(shown), '[object ReplayGuard]');
});

test('a handle leads to the same guard, and no other text leads anywhere', () => {
  const replayGuard = guard();
  const { handle } = replayGuard;
  assert.equal(typeof handle, 'string');
  assert.equal(replayGuard.handle, handle);
  const same = ReplayGuard.fromHandle(structuredClone(handle));
  assert.equal(same.handle, handle);
  assert.equal(codeOf(send(new Endpoint(keyring, { replayGuard }))), 'verified');
  assert.equal(codeOf(send(new Endpoint(keyring, { replayGuard: same }))), 'replayed');
  assert.notEqual(guard().handle, handle);
  for (const forged of ['', '0', '1', `${handle}0`, handle.slice(0, -1), '\0', 'x'.repeat(100_000)]) {
    refused('invalid_argument', () => ReplayGuard.fromHandle(forged));
  }
  for (const forged of [0, 1, 1n, undefined, null, {}, [handle], replayGuard]) {
    refused('invalid_argument', () => ReplayGuard.fromHandle(forged));
  }
});

test('a handle leads nowhere in another process', () => {
  const script = `require('signkey').ReplayGuard.fromHandle(${JSON.stringify(guard().handle)})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /invalid_argument/);
});

test('an endpoint with a store asks for a claim, and waits for the answer', async () => {
  const claims = [];
  const replayStore = {
    claim: async (...claim) => {
      claims.push(claim);
      return claims.length === 1 ? 'first' : 'again';
    },
  };
  const endpoint = new Endpoint(keyring, { replayStore, replaySkew: 60 });
  const admission = send(endpoint);
  const { step } = admission;
  assert.deepEqual([step.kind, step.lifetime], ['claim', 661]);
  assert.match(step.id, /^[0-9a-f]{32}$/);
  assert.equal(JSON.stringify(admission), '{"step":"claim"}');
  assert.equal(admission.verified, undefined);
  assert.match(refused('invalid_argument', () => admission.caller).message, /await endpoint\.claim/);
  await endpoint.claim(admission);
  assert.deepEqual(claims, [[step.id, 661]]);
  assert.deepEqual(admission.caller.toJSON().timestamp, NOW);
  refused('finished', () => admission.receiveClaim('first'));
  await endpoint.claim(admission);
  assert.equal(claims.length, 1);

  const again = send(endpoint);
  await endpoint.claim(again);
  assert.equal(codeOf(again), 'replayed');
  const exact = endpoint.admit('POST', { [NAME]: header('5') }, Buffer.from('5'), BigInt(NOW));
  refused('invalid_argument', () => exact.receiveClaim('maybe'));
  exact.receiveClaim('first');
  assert.equal(exact.caller.timestamp, BigInt(NOW));
  assert.deepEqual(exact.responseClaim(header('6')).lifetime, 661);
  await endpoint.claimResponse(exact, header('6'));
  assert.equal(claims.length, 3);
  await endpoint.claimResponse(exact, 'no signature');
  assert.equal(claims.length, 3);
});

test('a store that gives no answer in time is unavailable, whatever it does', async () => {
  const failures = {
    never: () => new Promise(() => undefined),
    late: () => setTimeout(1000, 'first', { ref: false }),
    rejects: () => Promise.reject(new Error('no connection')),
    'rejects late': () => setTimeout(50).then(() => Promise.reject(new Error('no connection'))),
    throws: () => {
      throw new Error('no connection');
    },
    'answers something else': async () => true,
  };
  for (const [name, claim] of Object.entries(failures)) {
    const replayStore = { claim, deadlineMs: 20 };
    const endpoint = new Endpoint(keyring, { replayStore });
    const admission = send(endpoint);
    const start = performance.now();
    await endpoint.claim(admission);
    assert.ok(performance.now() - start < 500, name);
    assert.deepEqual([admission.refusal.status, codeOf(admission)], [503, 'replay_store_unavailable'], name);
    assert.match(admission.refusal.error.hint, /store/);

    const lenient = new Endpoint(keyring, { replayStore, admitUnclaimed: true, replayGuard: guard() });
    const codes = [];
    for (const admitted of [send(lenient), send(lenient)]) {
      await lenient.claim(admitted);
      codes.push(codeOf(admitted));
    }
    assert.deepEqual(codes, ['verified', 'replayed'], name);
  }
});

test('an admission that was not claimed is refused, by whoever forgets to ask', async () => {
  const endpoint = new Endpoint(keyring, { replayStore: new MemoryReplayStore() });
  const admission = send(endpoint);
  const { error, status } = admission.refusal;
  assert.deepEqual([error.code, status, admission.verified], ['replay_store_unavailable', 503, undefined]);
  await endpoint.claim(admission);
  assert.deepEqual([admission.refusal, codeOf(admission)], [undefined, 'verified']);
});

test('an answer that is there counts, although this thread was too busy to hear it in time', async () => {
  const source = `require('node:worker_threads').parentPort.on('message', (port) => port.postMessage('first'))`;
  const worker = new Worker(`${source}.on('message', () => undefined)`, { eval: true });
  await once(worker, 'online');
  const claim = () => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2, [port2]);
    return once(port1, 'message').then(([answer]) => {
      port1.close();
      return answer;
    });
  };
  assert.equal(await claim(), 'first');
  const endpoint = new Endpoint(keyring, { replayStore: { claim, deadlineMs: 50 } });
  const admission = send(endpoint);
  const claimed = endpoint.claim(admission);
  for (const end = performance.now() + 300; performance.now() < end;);
  await claimed;
  assert.equal(codeOf(admission), 'verified');
  await worker.terminate();
});

test('each outage of a store is told once', async () => {
  const told = [];
  const note = (warning) => warning.code === 'replay_store' && told.push(warning.message);
  process.on('warning', note);
  const answers = ['down', 'down', 'first', 'down', 'first', 'first'];
  const replayStore = {
    claim: async () => {
      const answer = answers.shift();
      if (answer === 'down') throw new Error(`${answers.length} left`);
      return answer;
    },
  };
  const endpoint = new Endpoint(keyring, { replayStore, admitUnclaimed: true });
  for (let number = 0; answers.length > 0; number += 1) await endpoint.claim(send(endpoint, String(number)));
  await setTimeout(5);
  process.off('warning', note);
  assert.deepEqual(
    told,
    [5, 2].map((left) => `the replay store failed: Error: ${left} left`),
  );
});

test('a store is waited for as long as it says, by default for a tenth of a second', async () => {
  const replayStore = { claim: () => new Promise(() => undefined) };
  const endpoint = new Endpoint(keyring, { replayStore });
  const start = performance.now();
  await endpoint.claim(send(endpoint));
  const took = performance.now() - start;
  assert.ok(took >= 99 && took < 500, `${took} ms`);
});

test('the options of a store go with a store, which is one', () => {
  const replayStore = new MemoryReplayStore();
  for (const options of [
    { replaySkew: 5 },
    { admitUnclaimed: true },
    { replayStore: {} },
    { replayStore: null },
    { replayStore: () => 'first' },
    { replayStore: Promise.resolve(replayStore) },
    { replayStore: { claim: async () => 'first', deadlineMs: 0 } },
    { replayStore: { claim: async () => 'first', deadlineMs: '100' } },
    { replayStore: { claim: async () => 'first', deadlineMs: 2 ** 31 } },
  ]) {
    assert.equal(refused('invalid_argument', () => new Endpoint(keyring, options)).setting, 'replay_store');
  }
  refused('invalid_argument', () => new Endpoint(keyring, { replayStore, replaySkew: -1 }));
  refused('invalid_argument', () => new Endpoint(keyring, { replayStore, admitUnclaimed: 'no' }));
  refused('invalid_argument', () => new Endpoint(keyring, { name: 5 }));
  const { setting } = refused('invalid_argument', () => new Endpoint(keyring, { replayGuard: { handle: 'x' } }));
  assert.equal(setting, 'replay_guard');
  assert.ok(new Endpoint(keyring, { replayStore, replaySkew: 5n, admitUnclaimed: false, replayGuard: undefined }));
});

test('the store in memory answers first once, until the claim is over, and forgets what is over', async () => {
  const store = new MemoryReplayStore();
  assert.deepEqual(await Promise.all([store.claim('a', 60), store.claim('a', 60)]), ['first', 'again']);
  assert.equal(await store.claim('b', 0.02), 'first');
  assert.equal(await store.claim('b', 0.02), 'again');
  await setTimeout(30);
  assert.equal(await store.claim('b', 0.01), 'first');
  assert.equal(await store.claim('a', 60), 'again');
  const brief = new MemoryReplayStore();
  for (let id = 0; id < 100; id += 1) await brief.claim(String(id), 0.001);
  await setTimeout(5);
  await brief.claim('last', 60);
  assert.equal(brief.size, 1);
});
