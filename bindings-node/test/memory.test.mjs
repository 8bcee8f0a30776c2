// Resident memory stays flat. Runs by itself in a process whose garbage collector can be called.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Config, Encryptor, Endpoint, Keyring, ReplayGuard, SigningKey, Verifier, canonicalize } from 'signkey';
import { KEY, NOW, OTHER_KEY, header } from './support.mjs';

const CALLS = 1_000_000;
const OBJECTS = 50_000;
const SYNCS = 20_000;
/** Each takes 1.3 MB. */
const GUARDS = 500;
const ENTRIES = 100_000;
const MIB = 1024 * 1024;

async function residentMib() {
  for (let round = 0; round < 5; round += 1) {
    global.gc();
    await setImmediate();
  }
  return process.memoryUsage.rss() / MIB;
}

/** The growth in MiB over many calls, once as many as it takes have filled the heap and the tables. */
async function growth(warmUp, calls, call) {
  const run = async (count) => {
    for (let index = 0; index < count; index += 1) {
      call(index);
      // Finalizers run between the turns of the event loop.
      if (index % 1000 === 0) await setImmediate();
    }
  };
  await run(warmUp);
  const before = await residentMib();
  await run(calls);
  return (await residentMib()) - before;
}

const SIGNATURE = header('');
const NOTHING = new Uint8Array();
const app = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 3 };

/** Everything that settings lead to, left to the collector. */
function sync() {
  const config = new Config({ signingKey: KEY, signingKeyFallback: OTHER_KEY });
  const endpoint = config.endpoint({ signResponses: true });
  const admission = endpoint.admit('PUT', { 'x-inngest-signature': SIGNATURE }, NOTHING, NOW);
  const registration = config.registration(app, admission);
  while (registration.request()) registration.answer(401);
  return [registration.response(undefined, NOW), admission.sign(NOTHING, NOW), config.apiAuth()];
}

async function measure() {
  const keyring = new Keyring(KEY, OTHER_KEY);
  const bodies = Array.from({ length: 1000 }, (_, index) => Buffer.from(`{"b":${index},"a":"${'x'.repeat(500)}"}`));
  const headers = bodies.map((body) => header(body));
  const calls = await growth(CALLS / 5, CALLS, (index) => {
    const at = index % 1000;
    if (index % 10 !== 0) return keyring.verifyRequest(bodies[at], headers[at], { now: NOW });
    try {
      return keyring.verifyRequest(bodies[at], headers[(at + 1) % 1000], { now: NOW });
    } catch {
      return undefined;
    }
  });
  const objects = await growth(3 * OBJECTS, OBJECTS, (index) => {
    const own = new Keyring(KEY, OTHER_KEY);
    // Some end, some are left to the collector.
    const verifier = new Verifier(own, headers[index % 1000]).update(bodies[index % 1000]);
    if (index % 2 === 0) verifier.finish({ now: NOW });
    const encryptor = new Encryptor({ primary: KEY });
    encryptor.decryptValue(encryptor.encryptValue(bodies[0]));
    return [new SigningKey(KEY).signRaw(bodies[0]), canonicalize(bodies[1])];
  });
  const syncs = await growth(3 * SYNCS, SYNCS, sync);
  const endpoint = new Endpoint(keyring);
  // Most of them are dropped half way.
  const admissions = await growth(CALLS / 5, CALLS, (index) => {
    const admission = endpoint.admit('POST', { 'x-inngest-signature': headers[index % 1000] });
    if (index % 5 === 0) admission.receive(bodies[index % 1000], 'ended', NOW);
    return admission;
  });
  const guards = await growth(GUARDS, GUARDS, () => {
    const guarding = new Endpoint(keyring, { replayGuard: new ReplayGuard({ entries: ENTRIES }) });
    return guarding.admit('POST', { 'x-inngest-signature': headers[0] }, bodies[0], NOW).verified;
  });
  const guard = new Endpoint(keyring, { replayGuard: new ReplayGuard({ entries: ENTRIES }), signResponses: true });
  // All but the first are replays.
  const replays = await growth(CALLS / 50, CALLS / 10, (index) => {
    const admission = guard.admit('POST', { 'x-inngest-signature': headers[index % 1000] }, bodies[index % 1000], NOW);
    return admission.verified ? admission.sign(bodies[0], NOW + index) : admission.refusal;
  });
  return { calls, objects, syncs, admissions, guards, replays };
}

if (global.gc) {
  console.log(JSON.stringify(await measure()));
} else {
  test('memory does not grow with calls or objects', { timeout: 240_000 }, () => {
    const script = fileURLToPath(import.meta.url);
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
    const grown = JSON.parse(stdout || assert.fail(stderr));
    assert.ok(grown.calls < 8, `${CALLS} calls: ${grown.calls} MiB`);
    assert.ok(grown.objects < 24, `${OBJECTS} objects: ${grown.objects} MiB`);
    assert.ok(grown.syncs < 24, `${SYNCS} syncs: ${grown.syncs} MiB`);
    assert.ok(grown.admissions < 8, `${CALLS} admissions: ${grown.admissions} MiB`);
    assert.ok(grown.guards < 24, `${GUARDS} guards: ${grown.guards} MiB`);
    assert.ok(grown.replays < 8, `${CALLS / 10} replays: ${grown.replays} MiB`);
  });
}
