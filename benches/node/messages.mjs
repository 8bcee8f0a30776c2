// The corpus that `benches/corpus.py` writes: what is sent, its canonical form, and a header.

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const DIGITS = '8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff';
export const KEY = `signkey-test-${DIGITS}`;
export const SIZES = [800, 15_000, 180_000, 1_000_000];

/** All messages of a kind and size: `body`, `canonical`, `header`, and what it signs, `signed`, with its `mac`. */
export function messages(kind, size) {
  const [bodies, forms, headers] = ['bodies', 'canonical', 'headers'].map((part) =>
    records(readFileSync(new URL(`../../target/bench/corpus/${kind}-${size}.${part}`, import.meta.url))),
  );
  if (bodies.length !== forms.length || forms.length !== headers.length) throw new Error('the corpus is not whole');
  return bodies.map((body, index) => {
    const signed = Buffer.concat([forms[index], headers[index].subarray(2, 12)]);
    const mac = createHmac('sha256', DIGITS).update(signed).digest();
    return { body, canonical: forms[index], header: headers[index].toString(), signed, mac };
  });
}

/** The same message with another byte in the middle. */
export function tampered(message) {
  const body = Buffer.from(message.body);
  body[body.length >> 1] ^= 1;
  return { ...message, body };
}

/** Each a length of 32 bits, little-endian, and that many bytes; in memory of its own, as a server reads a body. */
function records(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32LE(at)) {
    found.push(Buffer.from(bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at))));
  }
  return found;
}
