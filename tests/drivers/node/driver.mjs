// Driver protocol version 1 over the Node API: a request a line in, an answer a line out.
// tests/README.md describes both.

import { Keyring, SigningKey, SignkeyError, canonicalForm } from '../../../bindings-node/dist/index.mjs';
import { requests as app } from './app.mjs';
import { requests as encryption } from './encryption.mjs';
import { bytes, headerText, hex, integer, keys } from './fields.mjs';
import { requests as operations } from './operations.mjs';
import { requests as replay } from './replay.mjs';

function verify(method, keysField, bodyField, headerField, ...numbers) {
  const texts = keys(keysField);
  const body = bytes(bodyField);
  const header = headerText(headerField);
  const [now, past, future] = numbers.map(integer);
  const { keyIndex, form, timestamp } = new Keyring(...texts)[method](body, header, { now, past, future });
  return [keyIndex, form, timestamp];
}

function sign(method, keyField, bodyField, timeField) {
  const [key, body, timestamp] = [bytes(keyField), bytes(bodyField), integer(timeField)];
  return [hex(new SigningKey(key)[method](body, { timestamp }))];
}

const requests = {
  verify: [6, (...fields) => verify('verifyRequest', ...fields)],
  verify_response: [6, (...fields) => verify('verifyResponse', ...fields)],
  sign_request: [3, (...fields) => sign('signRequest', ...fields)],
  sign_response: [3, (...fields) => sign('signResponse', ...fields)],
  canonicalize: [
    1,
    (field) => {
      const form = canonicalForm(bytes(field));
      return [hex(form.bytes), form.lossless ? 'lossless' : 'lossy'];
    },
  ],
  bearer: [1, (field) => [hex(new SigningKey(bytes(field)).apiToken())]],
  key_id: [1, (field) => [hex(new SigningKey(bytes(field)).id)]],
  ...encryption,
  ...app,
  ...operations,
  ...replay,
};

function answer(line) {
  const [name, ...fields] = line.split('\t');
  const [count, run] = Object.hasOwn(requests, name) ? requests[name] : [];
  if (fields.length !== count) return 'error\tunsupported';
  try {
    return ['ok', ...run(...fields)].join('\t');
  } catch (error) {
    if (!(error instanceof SignkeyError)) throw error;
    return `error\t${error.code}`;
  }
}

/** The lines of standard input, however long, in one batch for each piece that was read. */
async function* batches() {
  let pending = [];
  for await (const piece of process.stdin) {
    const lines = [];
    let start = 0;
    for (let end; (end = piece.indexOf(10, start)) !== -1; start = end + 1) {
      lines.push(Buffer.concat([...pending, piece.subarray(start, end)]).toString('latin1'));
      pending = [];
    }
    pending.push(piece.subarray(start));
    yield lines;
  }
  const rest = Buffer.concat(pending).toString('latin1');
  if (rest !== '') yield [rest];
}

for await (const lines of batches()) {
  const text = lines.map((line) => `${answer(line)}\n`).join('');
  // Waits for a reader that is slower than this driver.
  await new Promise((resolve) => process.stdout.write(text, resolve));
}
