// The app on Node: its own HTTP server behind the Express middleware, with node-redis.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

// The package as it is built here, and the client that its own tests use.
const require = createRequire(new URL('../../../bindings-node/package.json', import.meta.url));
const { Config } = require('signkey');
const { signkey } = require('signkey/express');
const { RedisReplayStore } = require('signkey/redis');
const { createClient } = require('redis');

const { FLEET_REDIS, FLEET_NAME, FLEET_PATH, FLEET_DEADLINE, FLEET_CLOCK } = process.env;

const client = createClient({ url: FLEET_REDIS, socket: { reconnectStrategy: 50 } });
client.on('error', () => {});
const replayStore = await RedisReplayStore.create(await client.connect(), { deadlineMs: Number(FLEET_DEADLINE) * 1000 });
const endpoint = Config.fromEnv().endpoint({ replayStore, name: FLEET_NAME });
const admit = signkey(endpoint, { now: () => Math.floor(Date.now() / 1000) + Number(FLEET_CLOCK) });

let runs = 0;

function answer(response, text) {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

function handle(request, response) {
  request.on('data', () => {});
  request.on('end', () => {
    runs += 1;
    answer(response, 'ran\n');
  });
}

const server = createServer((request, response) => {
  if (request.url !== FLEET_PATH) return answer(response, `${runs}\n`);
  admit(request, response, (error) => (error ? response.destroy(error) : handle(request, response)));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
// The process ends with its input, and so with the runner at the latest.
process.stdin.on('end', () => process.exit(0)).resume();
