import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { ApiAuth, Config, Endpoint, Keyring } from 'signkey';
import { DIGITS, KEY, OTHER_DIGITS, OTHER_KEY, refused, tokenDigits } from './support.mjs';

const VARIABLES = {
  INNGEST_SIGNING_KEY: KEY,
  INNGEST_SIGNING_KEY_FALLBACK: OTHER_KEY,
  INNGEST_EVENT_KEY: 'event-key',
  INNGEST_ENV: ' staging ',
  INNGEST_BASE_URL: 'https://self-hosted.example/inngest/',
  INNGEST_SERVE_HOST: 'app.example',
  INNGEST_SERVE_PATH: 'api/inngest',
  INNGEST_ALLOW_IN_BAND_SYNC: '0',
  RENDER: 'true',
};

test('settings come out of variables', () => {
  const config = new Config({}, VARIABLES);
  assert.deepEqual([config.mode, config.modeSource], ['cloud', 'default']);
  assert.deepEqual([config.environment, config.environmentSource], ['staging', 'INNGEST_ENV']);
  assert.deepEqual([config.apiOrigin, config.eventApiOrigin], Array(2).fill('https://self-hosted.example/inngest'));
  assert.deepEqual([config.platform, config.allowsInBandSync], ['render', false]);
  assert.deepEqual([config.serveOrigin, config.servePath], ['https://app.example', '/api/inngest']);
  assert.equal(config.serveUrl('http://10.0.0.1:3000/x?deployId=1&a=b'), 'https://app.example/api/inngest?a=b');
  const ids = [DIGITS, OTHER_DIGITS].map((digits) => tokenDigits(digits).slice(0, 12));
  assert.deepEqual(config.keyring.keyIds, ids);
});

test('options go before variables', () => {
  const options = { signingKey: OTHER_KEY, environment: 'own', mode: 'dev', devServerUrl: 'http://127.0.0.1:9999' };
  const config = new Config(options, { ...VARIABLES, INNGEST_BASE_URL: undefined, INNGEST_DEV: '0' });
  assert.deepEqual([config.mode, config.modeSource], ['dev', 'mode']);
  assert.deepEqual([config.environment, config.environmentSource], ['own', 'environment']);
  assert.equal(config.apiOrigin, 'http://127.0.0.1:9999');
  assert.equal(config.keyring.keyIds[0], tokenDigits(OTHER_DIGITS).slice(0, 12));
});

test('where nothing is set, there are defaults or errors', () => {
  const config = new Config();
  for (const name of ['environment', 'environmentSource', 'platform', 'serveOrigin', 'servePath']) {
    assert.equal(config[name], undefined, name);
  }
  assert.deepEqual([config.apiOrigin, config.eventApiOrigin], ['https://api.inngest.com', 'https://inn.gs']);
  refused('missing_signing_key', () => config.keyring);
  refused('missing_signing_key', () => config.apiAuth());
  assert.ok(config.endpoint() instanceof Endpoint);
  assert.ok(new Config({ mode: 'dev' }).apiAuth() instanceof ApiAuth);
});

test('what is wrong is an error where it is used, and nowhere else', () => {
  const wrong = {
    INNGEST_SIGNING_KEY: 'signkey-test-12!4',
    INNGEST_ENV: 'Zoë',
    INNGEST_API_BASE_URL: 'ftp://x',
    INNGEST_SERVE_ORIGIN: 'https://a b',
  };
  const config = new Config({ platform: 'a\nb', servePath: 'a b' }, wrong);
  assert.equal(refused('non_hex_key', () => config.keyring).position, 16);
  // Each time an error of its own.
  assert.notEqual(
    refused('non_hex_key', () => config.keyring),
    refused('non_hex_key', () => config.keyring),
  );
  refused('malformed_url', () => config.apiAuth());
  refused('invalid_header_value', () => config.environment);
  refused('invalid_header_value', () => config.platform);
  refused('malformed_url', () => config.apiOrigin);
  refused('malformed_url', () => config.serveOrigin);
  refused('malformed_url', () => config.servePath);
  refused('malformed_url', () => config.serveUrl('https://a.example'));
  assert.equal(config.eventApiOrigin, 'https://inn.gs');
  const problems = config.check().map(({ code, severity, setting }) => [setting, severity, code]);
  assert.deepEqual(problems, [
    ['INNGEST_API_BASE_URL', 'error', 'malformed_url'],
    ['INNGEST_SIGNING_KEY', 'error', 'non_hex_key'],
    ['INNGEST_ENV', 'error', 'invalid_header_value'],
    ['platform', 'error', 'invalid_header_value'],
    ['INNGEST_SERVE_ORIGIN', 'error', 'malformed_url'],
    ['serve_path', 'error', 'malformed_path'],
  ]);
  assert.equal(config.check()[1].message, 'INNGEST_SIGNING_KEY: character 16 of the signing key is not hexadecimal');
  assert.throws(() => {
    config.check()[0].code = 'x';
  }, TypeError);
});

test('every option of the core has its name here, and no other', () => {
  const source = readFileSync(new URL('../../core/src/app/settings/options.rs', import.meta.url), 'utf8');
  const names = ['mode', ...[...source.matchAll(/^ {4}(\w+), "/gm)].map(([, name]) => name)];
  assert.ok(names.length >= 12);
  const camel = names.map((name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  const types = readFileSync(new URL('../types/config-options.d.ts', import.meta.url), 'utf8');
  const [, members] = /interface ConfigOptions {(.*?)^}/ms.exec(types);
  assert.deepEqual(
    [...members.matchAll(/^ {4}(\w+)\?:/gm)].map(([, name]) => name),
    camel,
  );
  for (const name of camel) assert.ok(new Config({ [name]: name === 'mode' ? 'dev' : 'https://a.example' }));
  refused('invalid_argument', () => new Config({ signing_key: KEY }));
  refused('invalid_argument', () => new Config({ mode: 'Cloud' }));
});

test('the variables are those of the core, and only own properties count', () => {
  assert.ok(Config.VARIABLES.includes('INNGEST_SIGNING_KEY') && Config.VARIABLES.length >= 24);
  const asked = [];
  new Config({}, new Proxy({}, { getOwnPropertyDescriptor: (_, name) => void asked.push(name) }));
  assert.deepEqual(asked, Config.VARIABLES);
  Object.prototype.INNGEST_DEV = '1';
  try {
    assert.equal(new Config(Object.create(null), {}).mode, 'cloud');
  } finally {
    delete Object.prototype.INNGEST_DEV;
  }
});

/** What a program prints in an environment. */
function program(script, env) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    env,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout;
}

test('fromEnv reads the environment of the process as it is now, the constructor reads none', () => {
  const script = `
    import { Config } from 'signkey';
    console.log(new Config().mode, Config.fromEnv().mode, Config.fromEnv({ mode: 'cloud' }).modeSource);
    console.log(Config.fromEnv().keyring.keyIds.length);
    delete process.env.INNGEST_SIGNING_KEY_FALLBACK;
    console.log(Config.fromEnv().keyring.keyIds.length);`;
  const env = { INNGEST_DEV: '1', INNGEST_SIGNING_KEY: KEY, INNGEST_SIGNING_KEY_FALLBACK: OTHER_KEY };
  assert.equal(program(script, env), 'cloud dev mode\n2\n1\n');
});

test('a variable that is not UTF-8 is not lost', () => {
  const script = `
    import { Config } from 'signkey';
    try { Config.fromEnv().keyring } catch ({ code, position }) { console.log(code, position) }`;
  const command = `INNGEST_SIGNING_KEY="$(printf 'signkey-test-12\\377\\37734')" exec "$0" --input-type=module -e "$1"`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, script], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  assert.equal(stdout, 'non_hex_key 16\n', stderr);
});

test('the keyring is one, and outlives its config', async () => {
  const make = () => new Config({ signingKey: KEY }).keyring;
  const config = new Config({ signingKey: KEY });
  assert.equal(config.keyring, config.keyring);
  assert.ok(config.keyring instanceof Keyring);
  const keyrings = Array.from({ length: 100 }, make);
  for (let round = 0; round < 20; round += 1) {
    Array.from({ length: 1000 }, make);
    await new Promise(setImmediate);
  }
  const apiToken = `Bearer ${tokenDigits(DIGITS)}`;
  for (const keyring of keyrings) assert.equal(keyring.verifyToken(apiToken), 0);
});

test('what is shown of a config is its description', () => {
  const config = new Config({}, VARIABLES);
  const description = JSON.parse(config.describe());
  assert.deepEqual(JSON.parse(JSON.stringify(config)), description);
  assert.equal(description.has_event_key, true);
  assert.match(inspect(config), /^Config \{\s+mode: 'cloud',/);
  assert.equal(inspect({ a: { b: { c: config } } }, { depth: 2 }), '{ a: { b: { c: [Config] } } }');
  assert.equal(String(config), '[object Config]');
});
