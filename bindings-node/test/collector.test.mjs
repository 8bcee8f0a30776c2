// Bodies in pieces of any size, in bounded memory.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const { Collector } = require('../dist/internal/collector.js');

/** Bytes that say where they stand. */
const bytes = (size) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + (at >> 8)) % 251);

/** Cuts bytes into pieces of these sizes, in turn. */
function* pieces(whole, sizes) {
  for (let [at, turn] = [0, 0]; at < whole.length; turn += 1) {
    const size = sizes[turn % sizes.length];
    yield whole.slice(at, at + size);
    at += size;
  }
}

for (const sizes of [[1], [7, 1, 4096], [5000], [5000, 1], [1, 300_000], [70_000, 3]]) {
  test(`pieces of ${sizes} bytes become the whole`, () => {
    const whole = bytes(700_001);
    for (const borrows of [false, true]) {
      const collector = new Collector(whole.length, borrows);
      for (const piece of pieces(whole, sizes)) {
        assert.ok(collector.add(piece));
        if (borrows) piece.fill(0);
      }
      assert.ok(Buffer.from(whole).equals(collector.bytes()));
      assert.equal(collector.add(Uint8Array.of(1)), false);
    }
  });
}

test('a piece that does not fit in is refused, and what was there stays', () => {
  const collector = new Collector(3);
  assert.ok(collector.add(Uint8Array.of(1, 2)));
  assert.equal(collector.add(Uint8Array.of(3, 4)), false);
  assert.ok(collector.add(Uint8Array.of(3)));
  assert.deepEqual([...collector.bytes()], [1, 2, 3]);
  assert.deepEqual([...new Collector(0).bytes()], []);
});

test('a body costs at most twice its size and a constant, whatever its pieces', () => {
  const size = 4 * 1024 * 1024;
  const rest = new Uint8Array(64 * 1024);
  const ways = {
    'of one byte': (collector) => {
      for (let at = 0; at < size; at += 1) collector.add(Uint8Array.of(at));
    },
    'that each keep a larger buffer alive': (collector) => {
      for (let at = 0; at < size; at += 5000) collector.add(rest.slice().subarray(0, 5000));
    },
  };
  for (const [what, fill] of Object.entries(ways)) {
    const collector = new Collector(2 * size);
    fill(collector);
    const held = blocksOf(collector);
    assert.ok(held <= size * 1.1 + 300_000, `${what}: ${held} bytes are held`);
  }
});

/** The memory that a collector holds, seen from what it hands out: each block and the whole. */
function blocksOf(collector) {
  const seen = new Set();
  const { set } = Uint8Array.prototype;
  Uint8Array.prototype.set = function (source, ...more) {
    seen.add(source.buffer);
    return set.call(this, source, ...more);
  };
  try {
    collector.bytes();
  } finally {
    Uint8Array.prototype.set = set;
  }
  return [...seen].reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
