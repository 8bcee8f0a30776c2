import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
const nameOf = (entry) => entry.replace('.', 'signkey');

for (const entry of entries) {
  test(`${nameOf(entry)} is the same for import and require`, async () => {
    const imported = await import(nameOf(entry));
    const required = require(nameOf(entry));
    assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
    for (const [name, value] of Object.entries(imported)) assert.equal(value, required[name], name);
  });
}

test('every entry has types for both module systems', () => {
  for (const entry of entries) {
    for (const { types, default: code } of Object.values(manifest.exports[entry])) {
      assert.ok(readFileSync(join(root, types), 'utf8').length > 0);
      assert.equal(types.endsWith('.mts'), code.endsWith('.mjs'), 'a module and its types are of one kind');
    }
  }
});

test('the types stand on their own', () => {
  for (const file of readdirSync(join(root, 'types'))) {
    const code = readFileSync(join(root, 'types', file), 'utf8').replace(/\/\*.*?\*\//gs, '');
    assert.doesNotMatch(code, /internal\/|const enum|\bany\b/, file);
  }
});

test('the version is that of the workspace', () => {
  const [, version] = /^version = "(.*)"$/m.exec(readFileSync(join(root, '..', 'Cargo.toml'), 'utf8'));
  assert.equal(manifest.version, version);
});

/** The output of a program that loads a copy of this package without its add-on. */
function loadCopy(prepare) {
  const folder = mkdtempSync(join(tmpdir(), 'signkey-'));
  try {
    cpSync(join(root, 'dist'), join(folder, 'node_modules/signkey/dist'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(folder, 'node_modules/signkey/package.json'));
    prepare(folder);
    const script = 'console.log(require("signkey").errorKinds.length)';
    return spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const addonFile = readdirSync(root).find((file) => file.endsWith('.node'));
const platform = /^signkey\.(.*)\.node$/.exec(addonFile)[1];
const system = `${process.platform}-${process.arch}`;

test('without an add-on, the loader says for what there is none and what to do', () => {
  const { status, stderr } = loadCopy(() => undefined);
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`no native add-on for ${system}.*nor the optional package signkey-.*install again`));
});

test('the add-on may come as the package of its platform', () => {
  const { stdout, stderr } = loadCopy((folder) => {
    const name = `signkey-${platform}`;
    cpSync(join(root, addonFile), join(folder, 'node_modules', name, addonFile));
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: addonFile }));
  });
  assert.match(stdout, /^\d+\n$/, stderr);
});

test('an add-on that does not load is no missing one', () => {
  const { stderr } = loadCopy((folder) => writeFileSync(join(folder, 'node_modules/signkey', addonFile), 'no library'));
  assert.match(stderr, new RegExp(`the native add-on for ${system} is there but does not load`));
  assert.match(stderr, /\[cause\]: Error: .*\.node/);
});
