// A heap snapshot, as it goes to whoever looks for a leak of memory, holds nothing of a key.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { getHeapSnapshot } from 'node:v8';
import { Config, Keyring, SigningKey, Verifier } from 'signkey';
import { BODY, NOW } from './support.mjs';

async function snapshot() {
  const pieces = [];
  const stream = getHeapSnapshot();
  stream.on('data', (piece) => pieces.push(piece));
  await once(stream, 'end');
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString('latin1');
}

/** Objects of a key of which no one else holds the text, and the pieces of its digits and its token. */
function hold(kept) {
  const digits = randomBytes(32).toString('hex');
  const text = `signkey-prod-${digits}`;
  const token = createHash('sha256').update(Buffer.from(digits, 'hex')).digest('hex');
  const keyring = new Keyring(text);
  const config = new Config({ signingKey: text }, { INNGEST_EVENT_KEY: text });
  const endpoint = config.endpoint({ signResponses: true });
  const header = keyring.signRaw(BODY, { timestamp: NOW });
  kept.push(keyring, config, endpoint, config.apiAuth(), new SigningKey(text), new Verifier(keyring, header));
  kept.push(endpoint.admit('POST', { 'X-Inngest-Signature': header }, BODY, NOW));
  // Backwards, so that what is looked for is not itself what is found.
  return [digits.slice(0, 16), digits.slice(-16), token.slice(12, 28), token.slice(-16)].map((part) =>
    [...part].reverse().join(''),
  );
}

test('a heap snapshot holds no key and no token', { timeout: 120_000 }, async () => {
  const kept = [];
  const backwards = hold(kept);
  const canary = randomBytes(16).toString('hex');
  const seen = await snapshot();
  assert.ok(seen.includes(canary), 'a text that is held is found');
  for (const part of backwards) assert.ok(!seen.includes([...part].reverse().join('')), 'a part of a secret');
  assert.equal(kept.length, 7);
});
