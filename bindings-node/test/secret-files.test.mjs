// The variables that hold the path of a file with a key.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { Config, Keyring } from 'signkey';
import { KEY, OTHER_KEY, refused } from './support.mjs';

const [FILE, FALLBACK_FILE] = ['INNGEST_SIGNING_KEY_FILE', 'INNGEST_SIGNING_KEY_FALLBACK_FILE'];
const NAMES = ['INNGEST_SIGNING_KEY', 'INNGEST_SIGNING_KEY_FALLBACK', 'INNGEST_EVENT_KEY', ...Config.FILE_VARIABLES];
const [keyId] = new Keyring(KEY).keyIds;
const saved = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
let folder;

const clear = () => NAMES.forEach((name) => delete process.env[name]);

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'signkey-'));
});
beforeEach(clear);
after(() => {
  clear();
  Object.assign(process.env, Object.fromEntries(Object.entries(saved).filter(([, value]) => value !== undefined)));
  rmSync(folder, { recursive: true });
});

/** A file with this content: its path. */
function file(content, name = 'key') {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('the names are those of the core', () => {
  assert.deepEqual(Config.FILE_VARIABLES, [FILE, FALLBACK_FILE, 'INNGEST_EVENT_KEY_FILE']);
  for (const name of Config.FILE_VARIABLES) assert.ok(Config.VARIABLES.includes(name));
});

test('a key is read from a file, with or without a line break at its end', () => {
  for (const end of ['', '\n', '\r\n', ' \n\n']) {
    process.env[FILE] = `${file(`${KEY}${end}`)}\n`;
    const config = Config.fromEnv();
    assert.deepEqual(config.keyring.keyIds, [keyId]);
    assert.deepEqual(config.check(), []);
  }
  process.env[FALLBACK_FILE] = file(OTHER_KEY, 'other');
  assert.equal(Config.fromEnv().keyring.keyIds.length, 2);
});

test('a file that cannot be read, or is not UTF-8, is an error that names the variable', () => {
  const unreadable = join(folder, 'folder');
  mkdirSync(unreadable);
  const utf16 = Buffer.from(`\ufeff${KEY}`, 'utf16le');
  const cut = Buffer.concat([Buffer.from(KEY), Buffer.from([0xc3])]);
  for (const path of [join(folder, 'missing'), unreadable, file(utf16, 'utf16'), file(cut, 'cut'), file('', 'empty')]) {
    process.env.INNGEST_SIGNING_KEY_FILE = path;
    const config = Config.fromEnv();
    const { setting, hint } = refused('invalid_setting', () => config.keyring);
    assert.equal(setting, FILE);
    assert.match(hint, /file that can be read/);
    const [problem] = config.check();
    assert.deepEqual([problem.setting, problem.severity], [FILE, 'error']);
    assert.match(problem.hint, /file/);
  }
});

test('a file without a key in it is the error of the key', () => {
  process.env[FILE] = file(`INNGEST_SIGNING_KEY=${KEY}\n`);
  const [problem] = Config.fromEnv().check();
  assert.equal(problem.setting, FILE);
  assert.match(problem.hint, /equals sign/);
  // Much more than a key, of which not all is read.
  process.env[FILE] = file(Buffer.alloc(300_000, 'a'));
  refused('key_too_long', () => Config.fromEnv().keyring);
});

test('a variable that is blank names no file', () => {
  process.env[FILE] = ' ';
  refused('missing_signing_key', () => Config.fromEnv().keyring);
  process.env.INNGEST_SIGNING_KEY = KEY;
  assert.deepEqual(Config.fromEnv().keyring.keyIds, [keyId]);
});

test('a key and a file are an error together, and an option goes before both', () => {
  process.env[FILE] = file(KEY);
  process.env.INNGEST_SIGNING_KEY = OTHER_KEY;
  const { setting } = refused('invalid_setting', () => Config.fromEnv().keyring);
  assert.equal(setting, FILE);
  assert.deepEqual(Config.fromEnv({ signingKey: KEY }).keyring.keyIds, [keyId]);
});

test('the constructor reads no file: variables that are handed over hold the text', () => {
  assert.deepEqual(new Config({}, { [FILE]: `${KEY}\n` }).keyring.keyIds, [keyId]);
  refused('non_hex_key', () => new Config({}, { [FILE]: 'no/such/file' }).keyring);
});

test('nothing shows the path or the key', () => {
  process.env[FILE] = file(KEY);
  const config = Config.fromEnv();
  for (const shown of [inspect(config), JSON.stringify(config), config.describe()]) {
    assert.ok(!shown.includes(KEY.slice(20)) && !shown.includes(folder));
  }
});
