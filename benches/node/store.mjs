// A claim in Valkey or Redis beside the bare command of the same client, one after the other. Takes the URL of a server.
// Prints rows for `benches/report.py`.

import { createRequire } from 'node:module';
import { RedisReplayStore } from '../../bindings-node/dist/redis.mjs';
import { printRow } from './race.mjs';

const require = createRequire(new URL('../../bindings-node/', import.meta.url));
const { createClient } = require('redis');
const { Redis } = require('ioredis');

const ROUNDS = 31;
const CLAIMS = 1000;
const LIFETIME = 901;

/** Each has the other one before it from round to round. */
async function race(path, client, bare) {
  const store = await RedisReplayStore.create(client);
  const own = async (id) => (await store.claim(id, LIFETIME)) === 'first';
  const contenders = [
    { name: 'signkey', claim: own, rounds: [] },
    { name: 'bare SET NX', claim: async (id) => (await bare(`signkey:${id}`)) === 'OK', rounds: [] },
  ];
  let number = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const place of contenders.keys()) {
      const { name, claim, rounds } = contenders[(round + place) % contenders.length];
      const ids = Array.from({ length: CLAIMS }, () => `${path.length}-${(number += 1)}`);
      const start = process.hrtime.bigint();
      let first = 0;
      for (const id of ids) first += await claim(id);
      rounds.push(Number(process.hrtime.bigint() - start) / CLAIMS);
      if (first !== CLAIMS) throw new Error(`${name} claims nothing`);
    }
  }
  for (const { name, rounds } of contenders) {
    printRow({ path, contender: name, corpus: 'messages', size: 1, bytes: 40, bodies: CLAIMS, rounds });
  }
}

const url = process.argv[2];
const nodeRedis = await createClient({ url }).connect();
await race('claim in a store, node-redis', nodeRedis, (key) =>
  nodeRedis.set(key, '1', { condition: 'NX', expiration: { type: 'PX', value: LIFETIME * 1000 } }),
);
await nodeRedis.close();
const ioRedis = new Redis(url);
await race('claim in a store, ioredis', ioRedis, (key) => ioRedis.set(key, '1', 'PX', LIFETIME * 1000, 'NX'));
await ioRedis.quit();
