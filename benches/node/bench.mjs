// signkey beside Node's own HMAC and published packages. Prints rows for `benches/report.py`.

import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Keyring, Verifier, canonicalize } from '../../bindings-node/dist/index.mjs';
import { DIGITS, KEY, SIZES, messages } from './messages.mjs';
import { peer, verifierOf } from './peers.mjs';
import { accepts, isCanonical, isMac, printRow, printVersions, race } from './race.mjs';

const keyring = new Keyring(KEY);

const own = {
  name: 'signkey',
  prepare: ({ body, header }) => ({ body, header }),
  run: ({ body, header }) => keyring.verifyRequest(body, header),
  check: accepts,
};

const bare = {
  name: 'createHmac',
  prepare: ({ signed }) => signed,
  run: (signed) => createHmac('sha256', DIGITS).update(signed).digest(),
  check: isMac,
};

/** What makes contenders of the libraries that are there. */
const makers = {
  /** Parsing is not counted. */
  inngest(sdk) {
    const verify = verifierOf(sdk);
    return {
      name: 'inngest SDK',
      prepare: ({ body, header }) => ({ parsed: JSON.parse(body.toString()), header }),
      run: ({ parsed, header }) => verify(header, parsed),
      isAsync: true,
    };
  },
  standardwebhooks({ Webhook }) {
    const webhook = new Webhook(DIGITS, { format: 'raw' });
    const now = new Date();
    return {
      name: 'standardwebhooks',
      prepare: ({ body }, signed) => ({
        body,
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(now / 1000)),
          'webhook-signature': webhook.sign('msg_1', now, signed.body),
        },
      }),
      run: ({ body, headers }) => webhook.verify(body, headers, { jsonParse: false }),
    };
  },
  stripe({ default: Stripe }) {
    const { signature } = new Stripe('sk_test_1').webhooks;
    return {
      name: 'stripe',
      prepare: ({ body }, signed) => {
        const timestamp = Math.floor(Date.now() / 1000);
        const mac = createHmac('sha256', DIGITS).update(`${timestamp}.`).update(signed.body).digest('hex');
        return { body, header: `t=${timestamp},v1=${mac}` };
      },
      run: ({ body, header }) => signature.verifyHeader(body, header, DIGITS, 300),
    };
  },
};

function canonicalizers(published) {
  const run = { prepare: ({ body }) => body, check: isCanonical };
  const found = [{ ...run, name: 'signkey', run: (body) => canonicalize(body) }];
  if (published) {
    const other = (body) => Buffer.from(published.default(JSON.parse(body.toString())));
    found.push({ ...run, name: 'JSON.parse, canonicalize', run: other });
  }
  return found;
}

/** How much the process grows, at most, while 1 GB is verified. */
function stream() {
  const chunk = Buffer.alloc(1 << 16);
  const count = Math.floor(1e9 / chunk.length);
  const mac = createHmac('sha256', DIGITS);
  for (let piece = 0; piece < count; piece += 1) mac.update(chunk);
  const now = String(Math.floor(Date.now() / 1000));
  const header = `t=${now}&s=${mac.update(now).digest('hex')}`;
  const before = peak();
  const verifier = new Verifier(keyring, header);
  for (let piece = 0; piece < count; piece += 1) verifier.update(chunk);
  verifier.finish();
  printRow({ memory: 'verify a stream', corpus: '0', bytes: count * chunk.length, peak: peak() - before });
}

/** The most memory that this process ever had, in bytes; Linux says it. */
function peak() {
  return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

printVersions();
if (existsSync('/proc/self/status')) stream();
const libraries = [];
for (const [name, make] of Object.entries(makers)) {
  const found = await peer(name, 'verify, libraries');
  if (found) libraries.push({ check: accepts, ...make(found) });
}
const sdk = libraries.filter(({ name }) => name === 'inngest SDK');
const published = await peer('canonicalize', 'canonicalize');
for (const size of SIZES) {
  await race('verify', 'call', size, messages('call', size), [own, bare]);
  // Apart, because they are so slow that the others would have few rounds.
  await race('verify, libraries', 'call', size, messages('call', size), [own, ...libraries]);
  if (sdk.length > 0)
    await race('verify, canonical form', 'reordered', size, messages('reordered', size), [own, ...sdk]);
  for (const kind of ['call', 'reordered', 'floats']) {
    await race('canonicalize', kind, size, messages(kind, size), canonicalizers(published));
  }
}
