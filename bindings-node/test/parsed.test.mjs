import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { Keyring } from 'signkey';
import { KEY, NOW, header, refused } from './support.mjs';

const keyring = new Keyring(KEY);
const verify = (object, value) => keyring.verifyParsed(object, value, { now: NOW });

test('a parsed body verifies by its canonical form', () => {
  const sent = '{ "b": [1.0, "\\u20ac", null, true], "a": {"__proto__": 1, "toJSON": 2} }';
  const canonical = '{"a":{"__proto__":1,"toJSON":2},"b":[1,"€",null,true]}';
  const object = JSON.parse(sent);
  const verified = verify(object, header(canonical));
  assert.equal(verified.form, 'canonical');
  assert.deepEqual(object, JSON.parse(sent));
  assert.ok(verify([], header('[]')));
  assert.ok(verify(Object.assign(Object.create(null), { a: 1 }), header('{"a":1}')));
});

test('the bytes that were sent are not tried', () => {
  const sent = '{ "a": 1 }';
  refused('signature_mismatch', () => verify(JSON.parse(sent), header(sent)));
});

test('objects of another realm are plain too', () => {
  assert.ok(verify(runInNewContext('({a: [{}]})'), header('{"a":[{}]}')));
});

test('what no JSON parser returns is refused, wherever it is', () => {
  const cycle = { a: [] };
  cycle.a.push(cycle);
  const faults = [
    [undefined, /undefined/],
    [() => 1, /a function/],
    [Symbol('x'), /a symbol/],
    [1n, /a bigint/],
    [NaN, /NaN or an infinity/],
    [-Infinity, /NaN or an infinity/],
    [new Date(NOW), /not plain/],
    [new Map(), /not plain/],
    [Buffer.from('x'), /not plain/],
    [new (class Event {})(), /not plain/],
    [cycle, /cycle/],
  ];
  for (const [fault, message] of faults) {
    for (const object of [{ a: fault }, [fault], { a: [{ b: fault }] }, { toJSON: fault }]) {
      assert.match(refused('invalid_argument', () => verify(object, header('{}'))).message, message);
    }
  }
  refused('invalid_argument', () => verify([1, , 2], header('[1,2]')));
  const shared = { x: 1 };
  assert.ok(verify({ a: shared, b: shared }, header('{"a":{"x":1},"b":{"x":1}}')), 'twice is no cycle');
});

test('the bytes of a body belong elsewhere', () => {
  for (const bytes of [Buffer.from('{}'), new ArrayBuffer(2), '{}', 5, null, true]) {
    assert.match(refused('invalid_argument', () => verify(bytes, header('{}'))).message, /verifyRequest/);
  }
});

test('what an outsider can send is a mismatch, in the usual order', () => {
  const deep = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
  const lone = JSON.parse('{"a":"\\ud800"}');
  for (const object of [deep, lone, JSON.parse('['.repeat(513) + ']'.repeat(513))]) {
    refused('signature_mismatch', () => verify(object, header('{}')));
    refused('missing_signature', () => verify(object, undefined));
    refused('malformed_signature', () => verify(object, ''));
  }
});

test('the size limit holds for the text of the object', () => {
  const limit = (maxJsonSize) => () => keyring.verifyParsed([1, 2], header('[1,2]'), { now: NOW, maxJsonSize });
  assert.ok(limit(5)());
  refused('signature_mismatch', limit(4));
});
