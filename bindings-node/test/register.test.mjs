// Syncs with a platform over real sockets: what is sent where, and what becomes of the answer.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { afterEach, test } from 'node:test';
import { Config } from 'signkey';
import { register } from 'signkey/fetch';
import { DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, tokenDigits } from './support.mjs';

const app = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 1 };
const CONFIGURATION = Buffer.from('{"app_name":"Zoë"}');
const FIRST = `Bearer signkey-test-${tokenDigits(DIGITS)}`;
const SECOND = `Bearer signkey-prod-${tokenDigits(OTHER_DIGITS)}`;
const UNREACHABLE = { message: 'the platform could not be reached', modified: false };

const servers = [];

/** A server that remembers what it was sent. */
async function start(answer) {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { method, url, headers } = request;
    seen.push({ method, url, authorization: headers.authorization, type: headers['content-type'], body });
    answer(response, headers);
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return { seen, server, origin: `http://127.0.0.1:${server.address().port}` };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A sync with the platform at this origin, begun by a signed request. */
function begin(apiBaseUrl, headers = {}) {
  const config = new Config({ signingKey: KEY, signingKeyFallback: OTHER_KEY, apiBaseUrl });
  const signed = { 'X-Inngest-Signature': header(''), ...headers };
  const admission = config.endpoint().admit('PUT', signed, new Uint8Array(), NOW);
  return config.registration(app, admission, 'deployId=7');
}

/** Status and content of the response, which is signed whatever the platform said. */
function outcome(registration) {
  const { status, headers, body } = registration.response(undefined, NOW);
  assert.equal(headers['X-Inngest-Signature'], header(body));
  return [status, JSON.parse(body)];
}

const sent = (authorization) => ({
  method: 'POST',
  url: '/fn/register?deployId=7',
  authorization,
  type: 'application/json',
  body: CONFIGURATION.toString(),
});

/** A test that fails rather than waits. */
const on = (title, work) => test(title, { timeout: 20_000 }, work);

on('the platform takes the configuration', async () => {
  const platform = await start((response) => response.end('{"ok":true,"modified":true}'));
  const sync = begin(platform.origin);
  assert.equal(await register(sync, CONFIGURATION), undefined);
  assert.deepEqual(outcome(sync), [200, { message: 'Successfully synced.', modified: true }]);
  assert.deepEqual(platform.seen, [sent(FIRST)]);
  // At the end, nothing is left to send.
  await register(sync, CONFIGURATION);
  assert.equal(platform.seen.length, 1);
});

on('a refused credential is followed by the fallback, with the same configuration', async () => {
  const platform = await start((response, { authorization }) => {
    response.writeHead(authorization === SECOND ? 200 : 401).end('{"ok":true}');
  });
  const sync = begin(platform.origin);
  await register(sync, new Uint8Array(CONFIGURATION).buffer);
  assert.equal(outcome(sync)[0], 200);
  assert.deepEqual(platform.seen, [sent(FIRST), sent(SECOND)]);
});

on('if the platform refuses for good, the response says so', async () => {
  const platform = await start((response) => response.writeHead(403).end('{"error":"no such app"}'));
  const sync = begin(platform.origin);
  await register(sync, CONFIGURATION);
  const [status, { message, modified }] = outcome(sync);
  assert.ok(status >= 400 && message.includes('no such app'), message);
  assert.deepEqual([modified, platform.seen.length], [false, 2]);
});

for (const status of [301, 302, 303, 307, 308]) {
  on(`${status} is not followed, neither to another origin nor within this one`, async () => {
    const other = await start((response) => response.end('{"ok":true}'));
    for (const origin of [other.origin, '']) {
      const platform = await start((response) => response.writeHead(status, { Location: `${origin}/over` }).end());
      const sync = begin(platform.origin);
      await register(sync, CONFIGURATION);
      assert.ok(outcome(sync)[0] >= 400);
      assert.deepEqual(platform.seen, [sent(FIRST)]);
    }
    assert.deepEqual(other.seen, []);
  });
}

on('nobody listens', async () => {
  const { server, origin } = await start(() => assert.fail('asked'));
  server.close();
  await once(server, 'close');
  const sync = begin(origin);
  await register(sync, CONFIGURATION);
  assert.deepEqual(outcome(sync), [500, UNREACHABLE]);
});

on('nobody speaks TLS', async () => {
  const { seen, origin } = await start((response) => response.end('{"ok":true}'));
  const sync = begin(origin.replace('http', 'https'));
  await register(sync, CONFIGURATION);
  assert.deepEqual([outcome(sync), seen], [[500, UNREACHABLE], []]);
});

const slow = {
  'does not answer': () => undefined,
  'does not end its answer': (response) => response.writeHead(200).write('{"ok":true,'),
};

for (const [what, answer] of Object.entries(slow)) {
  on(`a platform that ${what} in time has not answered`, async () => {
    const platform = await start(answer);
    const sync = begin(platform.origin);
    await register(sync, CONFIGURATION, { signal: AbortSignal.timeout(300) });
    assert.deepEqual(outcome(sync), [500, UNREACHABLE]);
    assert.equal(platform.seen.length, 1);
  });
}

on('an answer that is cut off has not arrived', async () => {
  const platform = await start((response) => {
    response.writeHead(200, { 'Content-Length': 100 }).write('{"ok":true}', () => response.destroy());
  });
  const sync = begin(platform.origin);
  await register(sync, CONFIGURATION);
  assert.deepEqual(outcome(sync), [500, UNREACHABLE]);
});

on('an answer without end is not read to its end', async () => {
  let written = 0;
  const platform = await start((response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) written += 65_536;
    };
    response.on('drain', more);
    more();
  });
  const sync = begin(platform.origin);
  await register(sync, CONFIGURATION);
  outcome(sync);
  assert.ok(written < 64 * 1024 * 1024, `${written} bytes were written`);
});

on('in band, nothing is sent', async () => {
  const sync = begin('http://127.0.0.1:1', { 'X-Inngest-Sync-Kind': 'in_band' });
  await register(sync, CONFIGURATION, { fetch: () => assert.fail('sent') });
  const { status, body } = sync.response(CONFIGURATION, NOW);
  assert.deepEqual([status, body], [200, CONFIGURATION]);
});

on('a caller who gives up hears of it, and may register again', async () => {
  const platform = await start((response) => response.end('{"ok":true}'));
  const sync = begin(platform.origin);
  const reason = new Error('enough');
  await assert.rejects(register(sync, CONFIGURATION, { signal: AbortSignal.abort(reason) }), reason);
  await assert.rejects(register(sync, CONFIGURATION, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.deepEqual([platform.seen, sync.state, sync.message], [[], 'register', undefined]);
  await register(sync, CONFIGURATION);
  assert.equal(outcome(sync)[0], 200);
});

on('mistakes of the program are no failures of the network', async () => {
  const platform = await start(() => assert.fail('asked'));
  const sync = begin(platform.origin);
  const withInit = (init) => (url, own) => fetch(url, { ...own, ...init });
  const mistakes = {
    'no function is called': () => undefined.fetch(),
    'an option that is none': withInit({ method: 'no method' }),
    'a dispatcher that is none': withInit({ dispatcher: {} }),
    'no URL': (_url, init) => fetch('no URL', init),
  };
  for (const [what, mistake] of Object.entries(mistakes)) {
    let thrown;
    const fetch = async (...call) => {
      try {
        return await mistake(...call);
      } catch (error) {
        thrown = error;
        throw error;
      }
    };
    await assert.rejects(register(sync, CONFIGURATION, { fetch }), (error) => error === thrown, what);
  }
  assert.equal(sync.request().url, `${platform.origin}/fn/register?deployId=7`);
});

on('what sends the requests can be replaced', async () => {
  const sync = begin('http://platform.example');
  const { signal } = new AbortController();
  const calls = [];
  const fetch = async (url, { method, headers, body, redirect, signal }) => {
    calls.push({ method, url, authorization: headers.Authorization, redirect, signal, body: String(body) });
    return new Response(null, { status: calls.length === 1 ? 403 : 200 });
  };
  await register(sync, CONFIGURATION, { fetch, signal });
  const url = 'http://platform.example/fn/register?deployId=7';
  const call = { method: 'POST', url, redirect: 'manual', signal, body: CONFIGURATION.toString() };
  assert.deepEqual(calls, [
    { ...call, authorization: FIRST },
    { ...call, authorization: SECOND },
  ]);
});

on('misuse is refused', async () => {
  const sync = begin('http://127.0.0.1:1');
  const faults = [
    [],
    [{}, CONFIGURATION],
    [sync],
    [sync, CONFIGURATION.toString()],
    [sync, CONFIGURATION, { fetch: 'fetch' }],
    [sync, CONFIGURATION, { timeout: 5 }],
    [sync, CONFIGURATION, globalThis.fetch],
    [sync, CONFIGURATION, null],
  ];
  for (const fault of faults) await assert.rejects(register(...fault), { code: 'invalid_argument' });
});
