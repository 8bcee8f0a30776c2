// Each message once, with a real server of Redis or Valkey and both clients: also one that is killed in the middle.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Endpoint, SignkeyError } from 'signkey';
import { RedisReplayStore } from 'signkey/redis';
import { protect } from 'signkey/web';
import { RedisServer, missing } from './redis-server.mjs';
import { kit } from './servers.mjs';
import { NOW } from './support.mjs';

const MESSAGES = 3000;
const AT_ONCE = 64;
/** How many requests find no server. */
const AWAY = 600;
const skip = missing;

/** Clients by their packages: each with its way to ask for something, and to end. */
const clients = {
  'node-redis': async (url) => {
    // Nobody listens for its errors: the store does.
    const client = await createClient({ url }).connect();
    return { client, ask: (...command) => client.sendCommand(command), end: () => client.destroy() };
  },
  ioredis: async (url) => {
    const client = new Redis(url);
    return { client, ask: (...command) => client.call(...command), end: () => client.disconnect() };
  },
};

const id = (number) => number.toString(16).padStart(32, '0');

/** Runs the work with a server and what connects to it, and takes all down. */
async function withServer(options, work) {
  const server = await RedisServer.start(...options);
  const connected = [];
  const connect = async (name) => {
    const connection = await clients[name](server.url);
    connected.push(connection);
    return connection;
  };
  try {
    await work(server, connect);
  } finally {
    for (const { end } of connected) end();
    await server.stop();
  }
}

/** What sends a request to one process of an app, whose clock is so far ahead: the status, and the code. */
function processOf(replayStore, ahead = 0) {
  const endpoint = new Endpoint(kit.keyring, { replayStore });
  const handler = protect(endpoint, () => new Response('ok'), { now: () => NOW + ahead });
  return async (message) => {
    const { body, headers } = kit.signed(message);
    const response = await handler(new Request('http://localhost/', { method: 'POST', body, headers }));
    return response.status === 200 ? 'accepted' : (await response.json()).code;
  };
}

async function rejected(code, work) {
  const error = await work.then(
    () => assert.fail('it must fail'),
    (thrown) => thrown,
  );
  assert.ok(error instanceof SignkeyError, String(error));
  assert.deepEqual([error.code, error.setting], [code, 'replay_store']);
  return error;
}

for (const name of Object.keys(clients)) {
  const on = (title, options, work) =>
    test(`${name}: ${title}`, { skip, timeout: 60_000 }, () =>
      withServer(options, (server, connect) => work(server, () => connect(name))),
    );

  on('a claim is the first until its lifetime is over', [], async (_server, connect) => {
    const { client, ask } = await connect();
    const store = await RedisReplayStore.create(client);
    assert.deepEqual(await Promise.all([store.claim(id(1), 0.3), store.claim(id(1), 0.3)]), ['first', 'again']);
    assert.equal(await store.claim(id(2), 901), 'first');
    assert.deepEqual((await ask('KEYS', '*')).sort(), [`signkey:${id(1)}`, `signkey:${id(2)}`]);
    assert.equal(await ask('GET', `signkey:${id(2)}`), '1');
    const left = Number(await ask('PTTL', `signkey:${id(2)}`));
    assert.ok(left > 880_000 && left <= 901_000, `${left} ms`);
    await setTimeout(350);
    assert.equal(await store.claim(id(1), 60), 'first');
    assert.equal(await store.claim(id(2), 60), 'again');
    // Longer than the server can count.
    await assert.rejects(store.claim(id(3), 1e21));
  });

  on('a server that evicts is no store', ['--maxmemory-policy', 'allkeys-lru'], async (_server, connect) => {
    const { client } = await connect();
    const { message, hint } = await rejected('invalid_argument', RedisReplayStore.create(client));
    assert.match(message, /allkeys-lru/);
    assert.equal(hint, 'set maxmemory-policy to noeviction');
  });

  on('a server that does not answer is no store', [], async (server, connect) => {
    const { client, end } = await connect();
    await RedisReplayStore.create(client);
    end();
    const { cause } = await rejected('replay_store_unavailable', RedisReplayStore.create(client));
    assert.ok(cause instanceof Error);
    await server.kill();
  });

  on('a server without memory is unavailable', ['--maxmemory', '1'], async (_server, connect) => {
    const { client } = await connect();
    const send = processOf(await RedisReplayStore.create(client));
    assert.equal(await send('{}'), 'replay_store_unavailable');
  });

  on('a server that stops delays no request beyond the deadline', [], async (server, connect) => {
    const { client } = await connect();
    const send = processOf(await RedisReplayStore.create(client, { deadlineMs: 50 }));
    server.signal('SIGSTOP');
    for (let tries = 0; tries < 3; tries += 1) {
      const start = performance.now();
      assert.equal(await send('1'), 'replay_store_unavailable');
      assert.ok(performance.now() - start < 1000);
    }
    server.signal('SIGCONT');
    await setTimeout(200);
    // It has read the claims by now, of which nobody heard: no message is accepted twice.
    assert.equal(await send('1'), 'replayed');
    assert.equal(await send('2'), 'accepted');
  });

  on('no message is accepted twice although the server is killed', [], async (server, connect) => {
    const stores = [];
    for (let at = 0; at < 2; at += 1) stores.push(await RedisReplayStore.create((await connect()).client));
    const processes = [processOf(stores[0]), processOf(stores[1], 200)];
    const outcomes = Array.from({ length: MESSAGES }, () => []);
    let slowest = 0;
    let sent = 0;
    let back;
    const comeBack = async () => {
      await server.restart();
      for (const send of processes) {
        for (let tries = 0; (await send(`{"back":${(probes += 1)}}`)) !== 'accepted'; tries += 1) {
          assert.ok(tries < 100, 'the client connects again');
          await setTimeout(50);
        }
      }
    };
    let probes = 0;
    const sendNext = async () => {
      for (let at; (at = sent) < 2 * MESSAGES;) {
        sent += 1;
        if (at === MESSAGES / 2) await server.kill();
        if (at === MESSAGES / 2 + AWAY) back = comeBack();
        await back;
        // Each message twice, in an order that looks random: the step has no divisor in common with the count.
        const number = ((at * 16_807) % (2 * MESSAGES)) % MESSAGES;
        const start = performance.now();
        outcomes[number].push(await processes[at % 2](`{"n":${number}}`));
        slowest = Math.max(slowest, performance.now() - start);
        // As between real requests.
        await setImmediate();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
    const all = outcomes.flat();
    const count = (code) => all.filter((outcome) => outcome === code).length;
    const [accepted, replayed, unavailable] = ['accepted', 'replayed', 'replay_store_unavailable'].map(count);
    console.log(
      `${name}: ${accepted} accepted, ${unavailable} of ${all.length} unavailable, ${Math.ceil(slowest)} ms at most`,
    );
    assert.equal(accepted + replayed + unavailable, 2 * MESSAGES);
    const twice = outcomes.filter((codes) => codes.filter((code) => code === 'accepted').length > 1);
    assert.equal(twice.length, 0, 'no message is accepted twice');
    const lost = outcomes.filter((codes) => codes.every((code) => code === 'replayed'));
    assert.equal(lost.length, 0, 'what was never refused for the sake of the server was accepted');
    assert.ok(unavailable > 0, 'the server was away');
    assert.ok(slowest < 2000, 'nothing hangs');
    assert.ok(accepted > (MESSAGES * 3) / 4, 'it came back');
  });
}

test('claims without an answer are bounded: they stay with the client', async () => {
  const told = [];
  const client = {
    isReady: true,
    sendCommand: ([command]) =>
      command === 'INFO' ? Promise.resolve('maxmemory_policy:noeviction\r\n') : silence(told),
    on: () => undefined,
    listenerCount: () => 1,
  };
  const silence = (waiting) => new Promise((resolve) => waiting.push(resolve));
  const store = await RedisReplayStore.create(client);
  const claims = Array.from({ length: 10_000 }, (_, at) => store.claim(id(at), 1));
  await assert.rejects(store.claim(id(10_000), 1), /no answer yet/);
  assert.equal(told.length, 10_000);
  told.forEach((resolve) => resolve('OK'));
  assert.ok((await Promise.all(claims)).every((answer) => answer === 'first'));
  const again = store.claim(id(1), 1);
  told.at(-1)(null);
  assert.equal(await again, 'again');
});

test('what is no client is refused, and so is a cluster', { skip }, async () => {
  for (const client of [undefined, null, {}, 'redis://127.0.0.1', { sendCommand: () => undefined }]) {
    await rejected('invalid_argument', RedisReplayStore.create(client));
  }
  const cluster = { call: () => undefined, isCluster: true, status: 'ready' };
  await rejected('invalid_argument', RedisReplayStore.create(cluster));
  assert.throws(() => new RedisReplayStore({}), SignkeyError);
  const client = { isReady: true, sendCommand: () => undefined };
  for (const options of [{ deadlineMs: 0 }, { deadlineMs: '5' }, { deadline: 5 }]) {
    await assert.rejects(RedisReplayStore.create(client, options), SignkeyError);
  }
});
