// signkey beside Node's own HMAC and the published SDK, in one run, on the same bytes.
//
// Each line: the median time a body, the throughput, and the time as a multiple of signkey's. The contestants take
// turns, so that a drifting machine hits all alike, and see thousands of distinct bodies, since repeating one flatters
// every cache.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Keyring, canonicalize } from '../../bindings-node/dist/index.mjs';

const DIGITS = '8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff';
const KEY = `signkey-test-${DIGITS}`;
const SIZES = [64, 512, 4096, 65_536, 1_048_576];
const ROUNDS = 11;

const keyring = new Keyring(KEY);

/** The same numbers in every run: a linear congruential generator. */
function chance(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Signed bodies of about this many bytes, in canonical form, as a platform sends them. */
function messages(size) {
  const random = chance(size);
  const names = ['order shipped', 'user created', 'señal'];
  const count = Math.max(16, Math.min(4000, Math.floor(2 ** 21 / size)));
  return Array.from({ length: count }, () => {
    const items = [];
    for (let length = 0; length < size - 40; length += JSON.stringify(items.at(-1)).length + 1) {
      items.push({ count: random(1_000_000), name: names[random(3)], price: random(10_000) / 10 + 0.1 });
    }
    const body = Buffer.from(canonicalize(Buffer.from(JSON.stringify({ items, n: random(1_000_000) }))));
    return { body, header: keyring.signRaw(body) };
  });
}

/** The published SDK's verification, if it is installed: of the parsed body, which it needs too. */
async function publishedSdk() {
  try {
    const root = join(createRequire(new URL('../../bindings-node/', import.meta.url)).resolve('inngest'), '..');
    const { Inngest } = await import(pathToFileURL(join(root, 'index.js')));
    const { InngestCommHandler } = await import(pathToFileURL(join(root, 'components/InngestCommHandler.js')));
    const client = new Inngest({ id: 'bench', isDev: false, signingKey: KEY });
    const handler = new InngestCommHandler({ frameworkName: 'bench', client, functions: [], handler: () => ({}) });
    return async ({ body, header }) => {
      const { success, err } = await handler.validateSignature(header, JSON.parse(body.toString()));
      if (!success) throw err;
    };
  } catch (error) {
    console.log(`The published SDK takes no part: ${error.message.split('\n')[0]}`);
    return undefined;
  }
}

const contestants = {
  'signkey verifyRequest': (message) => keyring.verifyRequest(message.body, message.header),
  'bare createHmac': ({ body }) => createHmac('sha256', DIGITS).update(body).digest(),
  'verification by hand with createHmac': ({ body, header }) => {
    const [, t, mac] = /^t=(\d+)&s=([0-9a-f]{64})$/.exec(header);
    const own = createHmac('sha256', DIGITS).update(body).update(t).digest();
    if (!timingSafeEqual(own, Buffer.from(mac, 'hex'))) throw new Error('mismatch');
    if (Math.abs(Date.now() / 1000 - Number(t)) > 300) throw new Error('expired');
  },
};
const sdk = await publishedSdk();
if (sdk) contestants['inngest SDK, with JSON.parse'] = sdk;

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The nanoseconds a message that the contestant takes in each of the rounds. */
async function race(all) {
  const passes = Math.ceil(4000 / all.length / Math.max(1, all[0].body.length / 512));
  // It takes a hundred times as long as the others.
  const some = all.slice(0, Math.ceil(all.length / 16));
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  // The first rounds warm up.
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const begin = process.hrtime.bigint();
      if (run === sdk) {
        for (const message of some) await run(message);
      } else {
        for (let pass = 0; pass < passes; pass += 1) for (const message of all) run(message);
      }
      const calls = run === sdk ? some.length : passes * all.length;
      if (round >= 0) times[name].push(Number(process.hrtime.bigint() - begin) / calls);
    }
  }
  return times;
}

console.log(`Node ${process.version}, ${process.platform} ${process.arch}; median of ${ROUNDS} rounds`);
for (const size of SIZES) {
  const all = messages(size);
  const bytes = all.reduce((sum, { body }) => sum + body.length, 0) / all.length;
  const times = await race(all);
  const own = median(times['signkey verifyRequest']);
  console.log(`\n${all.length} bodies of ${Math.round(bytes)} bytes`);
  for (const [name, values] of Object.entries(times)) {
    const time = median(values);
    const rate = ((bytes / time) * 1000).toFixed(0);
    console.log(
      `  ${name.padEnd(38)}${(time / 1000).toFixed(2).padStart(10)} us${rate.padStart(8)} MB/s${(time / own).toFixed(2).padStart(8)}x`,
    );
  }
}
