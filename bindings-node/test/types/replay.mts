// Replay protection and the questions of operators, likewise. Compiled, never run.

import { Redis } from 'ioredis';
import { createClient } from 'redis';
import {
  Config,
  Endpoint,
  type Explanation,
  type Introspection,
  type KeyFault,
  Keyring,
  MemoryReplayStore,
  ReplayGuard,
  type ReplayGuardHandle,
  type ReplayStore,
  type RotationFacts,
  type RotationStep,
  SigningKey,
  SignkeyError,
  explain,
  readIntrospection,
  rotationStep,
} from 'signkey';
import { RedisReplayStore } from 'signkey/redis';

function same<A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void {}

const keyring = new Keyring('00');
const replayGuard = new ReplayGuard({ entries: 120_000, past: 300, future: 10n });
same<typeof replayGuard.handle, ReplayGuardHandle>(true);
const text: string = replayGuard.handle;
ReplayGuard.fromHandle(replayGuard.handle).fullness(5n).toFixed();
new Endpoint(keyring, { name: 'shop', replayGuard });

const own: ReplayStore = { claim: async (id: string, lifetimeSeconds: number) => (id && lifetimeSeconds ? 'first' : 'again') };
const client = createClient({ url: 'redis://127.0.0.1:6379' });
const redisStore = await RedisReplayStore.create(await client.connect(), { deadlineMs: 50 });
const ioRedisStore = await RedisReplayStore.create(new Redis({ lazyConnect: true }));
for (const replayStore of [own, redisStore, ioRedisStore, new MemoryReplayStore()]) {
  new Config().endpoint({ replayStore, replaySkew: 60, admitUnclaimed: true, replayGuard });
}

const fault = SigningKey.diagnose('"00"');
same<typeof fault, KeyFault | undefined>(true);
const report = explain({ keys: { INNGEST_SIGNING_KEY: '00' }, headers: ['t=0'], body: new Uint8Array(), now: 5n });
same<typeof report, Explanation>(true);
explain({ keys: [['one', new Uint8Array()]], others: [['two', null]], headers: undefined, body: new ArrayBuffer(0) });
const facts: RotationFacts = { current: '0', next: '1', server: 'current', now: 5, apps: [{ name: 'a', probes: ['refused'] }] };
same<ReturnType<typeof rotationStep>, RotationStep>(true);
rotationStep(facts).apps.join();
same<ReturnType<typeof readIntrospection>, Introspection>(true);
same<SignkeyError['hint'], string | undefined>(true);
same<SignkeyError['docs'], string>(true);

// @ts-expect-error Any text is no handle.
ReplayGuard.fromHandle('replay-guard');
// @ts-expect-error The room has to be chosen.
new ReplayGuard({ past: 300 });
// @ts-expect-error A store is made with `create`, which asks the server.
new RedisReplayStore(client);
// @ts-expect-error A store says which of the two it was.
new Endpoint(keyring, { replayStore: { claim: async () => true } });
// @ts-expect-error A promise of a store is no store.
new Endpoint(keyring, { replayStore: RedisReplayStore.create(client) });

export { text };
