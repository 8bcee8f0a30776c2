// Canaries over real servers: no secret shows up in a response, a log record or an error, whoever asks for what.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { inspect } from 'node:util';
import { Config } from 'signkey';
import { apps } from './app.mjs';
import { DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, tokenDigits } from './support.mjs';

const EVENT_KEY = 'cafe-canary-event-key-0123456789';
const VARIABLE = 'canary-of-another-variable';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const TOKENS = [DIGITS, OTHER_DIGITS].map(tokenDigits);
/** The ids of keys, the first twelve digits of a token, may be shown. */
const SECRETS = [DIGITS, OTHER_DIGITS, ...TOKENS.map((digits) => digits.slice(12)), EVENT_KEY, VARIABLE];

/** Any eight characters of a secret in a row. */
function assertQuiet(text, from) {
  for (const secret of SECRETS) {
    for (let at = 0; at + 8 <= secret.length; at += 1) {
      assert.ok(!text.toLowerCase().includes(secret.slice(at, at + 8)), `${from} shows a secret`);
    }
  }
}

/** The platform: it refuses the first key, and answers with what it was sent, as nobody should. */
let platform;
const registered = [];

before(async () => {
  platform = http.createServer((request, response) => {
    const { authorization } = request.headers;
    registered.push(authorization);
    const isFirst = authorization?.endsWith(TOKENS[0]);
    response.writeHead(isFirst ? 401 : 500).end(JSON.stringify({ error: `what is ${authorization}?` }));
  });
  platform.listen(0, '127.0.0.1');
  await once(platform, 'listening');
});

after(() => {
  platform.closeAllConnections();
  platform.close();
});

/** All bytes that come back: status line, headers, body. */
async function exchange(port, method, path, headers, body) {
  const socket = net.connect(port, '127.0.0.1');
  const fields = { Host: 'x', Connection: 'close', 'Content-Length': body.length, ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.write(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
  socket.write(body);
  return Buffer.concat(await socket.toArray()).toString();
}

const signatures = {
  unsigned: () => ({}),
  right: (body) => ({ 'X-Inngest-Signature': header(body) }),
  'in band': (body) => ({ 'X-Inngest-Signature': header(body), 'X-Inngest-Sync-Kind': 'in_band' }),
  fallback: (body) => ({ 'X-Inngest-Signature': header(body, { digits: OTHER_DIGITS }) }),
  wrong: (body) => ({ 'X-Inngest-Signature': header(body, { digits: '0123' }) }),
  malformed: () => ({ 'X-Inngest-Signature': KEY }),
};

const deep = { depth: Infinity, showHidden: true, getters: true };

for (const mode of ['cloud', 'dev']) {
  for (const [name, start] of Object.entries(apps)) {
    test(`${name}, ${mode}: nothing secret leaves`, { timeout: 60_000 }, async () => {
      const records = [];
      const log = (...things) => {
        for (const thing of things) records.push(inspect(thing, deep), String(thing), JSON.stringify(thing) ?? '');
      };
      process.env.SIGNKEY_CANARY = VARIABLE;
      const variables = {
        ...{ INNGEST_SIGNING_KEY: KEY, INNGEST_SIGNING_KEY_FALLBACK: OTHER_KEY, INNGEST_EVENT_KEY: EVENT_KEY },
        INNGEST_API_BASE_URL: `http://127.0.0.1:${platform.address().port}`,
        OTHER: VARIABLE,
      };
      const config = new Config({ mode }, variables);
      const endpoint = config.endpoint({ unsignedMethods: ['GET'], signResponses: true });
      const server = await start({ config, endpoint, now: () => NOW, log });
      registered.length = 0;
      const statuses = {};
      try {
        for (const method of METHODS) {
          for (const [kind, sign] of Object.entries(signatures)) {
            const isRead = name !== 'web' || (method !== 'GET' && method !== 'HEAD');
            const body = Buffer.from(isRead && kind !== 'unsigned' ? '{"a":1}' : '');
            for (const path of ['/api/inngest?deployId=1', '/throw']) {
              const text = await exchange(server.address().port, method, path, sign(body), body);
              assertQuiet(text, `${method} ${path}, ${kind}`);
              (statuses[kind] ??= new Set()).add(Number(/^HTTP\/1\.1 (\d+)/.exec(text)[1]));
            }
          }
        }
      } finally {
        server.closeAllConnections();
        server.close();
        delete process.env.SIGNKEY_CANARY;
      }
      assertQuiet(records.join('\n'), 'the log');

      // The test has seen what it is about: each kind of answer, the log, the credential where it belongs.
      assert.ok(statuses.right.has(200) && statuses.right.has(401) && statuses.right.has(500));
      for (const kind of ['wrong', 'malformed']) assert.deepEqual([...statuses[kind]], [401]);
      assert.ok(statuses.unsigned.has(mode === 'dev' ? 200 : 401));
      assert.ok(records.some((record) => record.includes("state: 'done'")));
      assert.ok(registered.includes(`Bearer signkey-test-${TOKENS[0]}`));
      assert.ok(registered.includes(`Bearer signkey-prod-${TOKENS[1]}`));
    });
  }
}

test('the canaries would be seen', () => {
  for (const secret of SECRETS) assert.throws(() => assertQuiet(`x${secret.slice(3, 11).toUpperCase()}x`, 'x'));
});
