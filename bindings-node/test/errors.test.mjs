import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Keyring, SignkeyError, errorKinds } from 'signkey';
import { BODY, KEY, NOW, header, refused } from './support.mjs';

/** The list as the source of the core has it. */
function coreList() {
  const source = readFileSync(new URL('../../core/src/error.rs', import.meta.url), 'utf8');
  const rows = source.matchAll(/^ {4}\w+ = (\d+), "(\w+)", (\d+), "(.*)";$/gm);
  return [...rows].map(([, number, code, httpStatus, message]) => ({
    number: Number(number),
    code,
    httpStatus: Number(httpStatus),
    message,
  }));
}

test('the list of errors is that of the core', () => {
  const list = coreList();
  assert.ok(list.length >= 28);
  const kinds = errorKinds.map(({ number, code, httpStatus, message }) => ({ number, code, httpStatus, message }));
  assert.deepEqual(kinds, list);
});

test('every error but one has a hint, which is that of the core, and a place in the documentation', () => {
  const source = readFileSync(new URL('../../core/src/hint.rs', import.meta.url), 'utf8');
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  for (const { code, hint, docs } of errorKinds) {
    assert.equal(docs, `docs/errors.md#${code}`);
    assert.match(page, new RegExp(`^#+ \\W*${code}\\b`, 'm'));
    if (code === 'invalid_argument') assert.equal(hint, undefined);
    else assert.ok(source.includes(hint), code);
  }
});

test('the hint is that of the error and not of its kind alone, and nobody else is told', () => {
  const keyring = new Keyring(KEY);
  const late = refused('expired', () => keyring.verifyRequest(BODY, header(BODY), { now: NOW * 1000 }));
  assert.match(late.hint, /milliseconds/);
  assert.doesNotMatch(new SignkeyError('expired').hint, /milliseconds/);
  assert.equal(late.docs, 'docs/errors.md#expired');
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(late))), ['code', 'message']);
  assert.equal(new SignkeyError('expired', { hint: 'wait' }).hint, 'wait');
  assert.ok(!('hint' in new SignkeyError('invalid_argument')));
});

test('every code is a type, and no other is', () => {
  const source = readFileSync(new URL('../types/codes.d.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  assert.deepEqual(
    codes,
    coreList().map(({ code }) => code),
  );
});

test('an error says its code, number and status', () => {
  for (const kind of errorKinds) {
    const error = new SignkeyError(kind.code);
    const { docs, message } = error;
    assert.deepEqual({ ...error, message, docs }, kind);
    assert.equal(String(error), `SignkeyError: ${kind.message}`);
    assert.equal(JSON.stringify(error), JSON.stringify({ code: kind.code, message: kind.message }));
    assert.ok(error instanceof Error);
  }
  assert.throws(() => new SignkeyError('no_such_code'), TypeError);
});

test('details are there only where they say something', () => {
  const bare = new SignkeyError('expired');
  assert.ok(!('position' in bare) && !('skewSeconds' in bare));
  const full = new SignkeyError('expired', { message: 'late', skewSeconds: 7 });
  assert.deepEqual([full.message, full.skewSeconds, 'position' in full], ['late', 7, false]);
  assert.deepEqual(full.toJSON(), { code: 'expired', message: 'late' });
});

test('an error says its status where frameworks look for it, and that it is not for everyone', () => {
  const error = new SignkeyError('expired');
  assert.deepEqual([error.status, error.statusCode, error.expose], [401, 401, false]);
});

test('a setting is named to the operator, and to nobody else', () => {
  const error = new SignkeyError('invalid_setting', { message: 'INNGEST_DEV: no', setting: 'INNGEST_DEV' });
  assert.deepEqual([error.setting, error.message], ['INNGEST_DEV', 'INNGEST_DEV: no']);
  assert.deepEqual(error.toJSON(), {
    code: 'invalid_setting',
    message: errorKinds.find(({ code }) => code === 'invalid_setting').message,
  });
});

test('the list cannot be changed', () => {
  assert.throws(() => errorKinds.push({}), TypeError);
  assert.throws(() => {
    errorKinds[0].code = 'x';
  }, TypeError);
});
