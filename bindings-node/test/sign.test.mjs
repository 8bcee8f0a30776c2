import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyring, SigningKey, canonicalForm, canonicalize } from 'signkey';
import { BODY, DIGITS, KEY, NOW, OTHER_DIGITS, OTHER_KEY, header, refused } from './support.mjs';

const key = new SigningKey(KEY);
const keyring = new Keyring(KEY, OTHER_KEY);
const at = { timestamp: NOW };

test('the token and the id of a published example', () => {
  const published = 'b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c';
  const prod = new SigningKey('signkey-prod-12345678');
  assert.equal(prod.apiToken(), `signkey-prod-${published}`);
  assert.equal(prod.id, published.slice(0, 12));
  assert.equal(new SigningKey(Buffer.from('12345678')).apiToken(), published);
});

test('requests are signed in canonical form, responses and raw bytes as they are', () => {
  const body = Buffer.from('{ "b": 2, "a": 1.0 }');
  const canonical = '{"a":1,"b":2}';
  for (const signer of [key, keyring]) {
    assert.equal(signer.signRequest(body, at), header(canonical));
    assert.equal(signer.signResponse(body, at), header(body));
    assert.equal(signer.signRaw(body, at), header(body));
  }
});

test('a keyring signs with the key that is asked for', () => {
  const other = header(BODY, { digits: OTHER_DIGITS });
  for (const method of ['signRequest', 'signResponse', 'signRaw']) {
    assert.equal(keyring[method](BODY, { ...at, keyIndex: 1 }), other);
    assert.equal(keyring[method](BODY, { ...at, keyIndex: 0 }), header(BODY));
    refused('invalid_argument', () => keyring[method](BODY, { ...at, keyIndex: 2 }));
    refused('invalid_argument', () => keyring[method](BODY, { ...at, keyIndex: 2 ** 32 }));
  }
  refused('invalid_argument', () => key.signRaw(BODY, { ...at, keyIndex: 0 }));
});

test('the time of a signature is that of the system, or any of up to 19 digits', () => {
  const before = Math.floor(Date.now() / 1000);
  const t = Number(/^t=(\d+)&/.exec(key.signRaw(BODY))[1]);
  assert.ok(t >= before && t <= before + 60);
  const last = 9_999_999_999_999_999_999n;
  assert.equal(key.signRaw(BODY, { timestamp: last }), header(BODY, { t: last }));
  refused('invalid_timestamp', () => key.signRaw(BODY, { timestamp: last + 1n }));
});

test('what has no canonical form, or another meaning in it, is not signed as a request', () => {
  const sign = (json) => () => key.signRequest(Buffer.from(json), at);
  assert.equal(refused('invalid_json', sign('{"a":')).position, 5);
  refused('json_duplicate_member', sign('{"a":1,"a":1}'));
  refused('json_number_lossy', sign('[9007199254740993]'));
  refused('json_number_out_of_range', sign('1e999'));
});

test('canonical JSON, and whether its numbers kept their values', () => {
  const form = (json, options) => canonicalForm(Buffer.from(json), options);
  const { bytes, lossless } = form('{ "\\u20ac": 4.50, "a": [ ] }');
  assert.equal(Buffer.from(bytes).toString(), '{"a":[],"€":4.5}');
  assert.equal(lossless, true);
  assert.equal(form('-0').lossless, false);
  assert.equal(Buffer.from(canonicalize(Buffer.from(' 1e2 '))).toString(), '100');
  refused('json_too_large', () => form('[1,2]', { maxJsonSize: 4 }));
  assert.ok(form('[1,2]', { maxJsonSize: 5 }));
  assert.equal(refused('json_invalid_utf8', () => canonicalize(Buffer.from([0x22, 0xff, 0x22]))).position, 1);
});

test('a canonical form is plain bytes that belong to the caller', () => {
  const json = Buffer.from('[1]');
  const bytes = canonicalize(json);
  assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
  bytes.fill(0);
  assert.equal(json.toString(), '[1]');
  assert.equal(canonicalize(new Uint8Array(Buffer.from('[]'))).length, 2);
});

test('every fault of a key has its own code', () => {
  const parse = (text) => () => new SigningKey(text);
  for (const blank of ['', ' \n', 'signkey-prod-']) refused('empty_key', parse(blank));
  refused('odd_key_length', parse(`${DIGITS}0`));
  assert.equal(refused('non_hex_key', parse('signkey-prod-00zz')).position, 16);
  refused('event_key', parse('Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9v'));
  refused('malformed_key_prefix', parse('signkey--00'));
  refused('key_too_long', parse('0'.repeat(514)));
  refused('non_hex_key', parse('\ud800\ud800'));
});
