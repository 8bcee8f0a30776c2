// What is written where nobody set a hook: faults of the set-up, once each, and nothing that an outsider can cause.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { KEY, header } from './support.mjs';

/** What a program that serves requests writes. */
function written(script, ...flags) {
  const program = `
    import { Config, Endpoint, Keyring } from 'signkey';
    import { protect } from 'signkey/web';
    const post = (headers, body) => new Request('http://localhost', { method: 'POST', headers, body });
    ${script}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return { stdout, stderr };
}

test('a fault is written once, with what to do about it', () => {
  const { stderr } = written(`
    const handler = protect(new Endpoint(null), () => new Response());
    for (let count = 0; count < 5; count += 1) await handler(post({}));
    const config = new Config({}, { INNGEST_DEV: 'perhaps', INNGEST_SIGNING_KEY: '${KEY}' });
    for (let count = 0; count < 5; count += 1) await protect(config.endpoint(), () => new Response())(post({}));`);
  const lines = stderr.match(/SignkeyWarning: .*/g);
  assert.deepEqual(lines, [
    'SignkeyWarning: missing_signing_key: no signing key is configured: set INNGEST_SIGNING_KEY',
    lines[1],
  ]);
  assert.match(lines[1], /invalid_setting: INNGEST_DEV: /);
});

test('a body that was read is written with the advice for the framework', () => {
  const { stderr } = written(`
    const handler = protect(new Endpoint(new Keyring('${KEY}')), () => new Response());
    const request = post({ 'X-Inngest-Signature': '${header('x')}' }, 'x');
    await request.text();
    await handler(request);`);
  assert.match(stderr, /SignkeyWarning: body_unavailable: .*: call signkey before anything else reads the request/);
});

test('what an outsider can cause is not written', () => {
  const { stderr } = written(`
    const handler = protect(new Endpoint(new Keyring('${KEY}')), () => new Response());
    for (const headers of [{}, { 'X-Inngest-Signature': 't=1' }, { 'X-Inngest-Signature': '${header('y')}' }]) {
      await handler(post({ 'X-Inngest-Server-Kind': 'dev', ...headers }, 'x'));
    }`);
  assert.equal(stderr, '');
});

test('a program can listen to the warnings by their type and code', () => {
  const { stdout } = written(
    `
    process.on('warning', ({ name, code }) => console.log(name, code));
    await protect(new Endpoint(null), () => new Response())(post({}));
    await new Promise(setImmediate);`,
    '--no-warnings',
  );
  assert.equal(stdout, 'SignkeyWarning missing_signing_key\n');
});
