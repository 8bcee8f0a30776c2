// The app of the README, run as it stands there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { test } from 'node:test';
import { KEY, header, tokenDigits, DIGITS } from './support.mjs';

const root = new URL('..', import.meta.url);

/** The example that uses settings. */
function example() {
  const blocks = [...readFileSync(new URL('README.md', root), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)];
  const [found, ...others] = blocks.map(([, code]) => code).filter((code) => code.includes('Config.fromEnv('));
  assert.deepEqual([typeof found, others.length], ['string', 0]);
  return found;
}

/** What the platform is sent. */
async function platform(answer) {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body });
    response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { seen, origin: `http://127.0.0.1:${server.address().port}` });
}

/** Runs the app in this environment, as long as the work takes. */
async function withApp(env, work) {
  const script = `${example()}
    const listening = server.listen(0, '127.0.0.1', () => console.log('port', listening.address().port));
    process.stdin.once('data', async () => console.log('runs', JSON.stringify(await runs())));`;
  const options = { cwd: root, env, stdio: ['pipe', 'pipe', 'inherit'] };
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], options);
  let output = '';
  const printed = async (pattern) => {
    for (let match; ; await once(child.stdout, 'data')) if ((match = pattern.exec(output))) return match;
  };
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  try {
    const [, port] = await printed(/^port (\d+)$/m);
    const ask = (init, query = '') => fetch(`http://127.0.0.1:${port}/api/inngest${query}`, init);
    await work({ ask, output: () => output, runs: () => (child.stdin.write('\n'), printed(/^runs (.*)$/m)) });
  } finally {
    child.kill();
  }
}

test('in cloud mode: introspection, both kinds of sync, a call to the API', { timeout: 30_000 }, async () => {
  const server = await platform('{"ok":true,"modified":true}');
  const env = { INNGEST_SIGNING_KEY: KEY, INNGEST_API_BASE_URL: server.origin };
  const credential = `Bearer signkey-test-${tokenDigits(DIGITS)}`;
  const configuration = '{"url":"https://shop.example/api/inngest"}';
  await withApp(env, async ({ ask, output, runs }) => {
    assert.doesNotMatch(output(), /error|warning/);
    assert.equal((await (await ask()).json()).authentication_succeeded, null);
    const signed = { 'X-Inngest-Signature': header('', { t: Math.floor(Date.now() / 1000) }) };
    assert.equal((await (await ask({ headers: signed })).json()).authentication_succeeded, true);

    assert.equal((await ask({ method: 'PUT' })).status, 401);
    const synced = await ask({ method: 'PUT', headers: signed }, '?deployId=7');
    assert.deepEqual([synced.status, (await synced.json()).modified], [200, true]);
    const direct = await ask({ method: 'PUT', headers: { ...signed, 'X-Inngest-Sync-Kind': 'in_band' } });
    assert.equal(await direct.text(), configuration);
    assert.equal((await runs())[1], '{"ok":true,"modified":true}');
    assert.deepEqual(server.seen, [
      { method: 'POST', url: '/fn/register?deployId=7', authorization: credential, body: configuration },
      { method: 'GET', url: '/v1/events/1/runs', authorization: credential, body: '' },
    ]);
  });
  server.close();
});

test('in dev mode, unsigned and without a key; a platform that is not there', { timeout: 30_000 }, async () => {
  const server = await platform('{"ok":true}');
  await withApp({ INNGEST_DEV: server.origin }, async ({ ask }) => {
    const synced = await ask({ method: 'PUT' });
    assert.deepEqual([synced.status, synced.headers.get('X-Inngest-Signature')], [200, null]);
    assert.deepEqual([server.seen.length, server.seen[0].authorization], [1, undefined]);
    server.close();
    server.closeAllConnections();
    const failed = await ask({ method: 'PUT' });
    assert.deepEqual([failed.status, (await failed.json()).message], [500, 'the platform could not be reached']);
  });
});
