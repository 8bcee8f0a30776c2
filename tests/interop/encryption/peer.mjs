// The published TypeScript middleware and libsodium.js, behind a line of JSON a request.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { encryptionMiddleware } from "@inngest/middleware-encryption";
import { AESEncryptionService } from "@inngest/middleware-encryption/strategies/aes";

const sodium = createRequire(import.meta.url)("libsodium-wrappers");
await sodium.ready;

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data) => Buffer.from(data).toString("hex");

function middleware([key, ...fallbackDecryptionKeys], field) {
  const options = { key, fallbackDecryptionKeys };
  if (field !== null && field !== undefined) options.eventEncryptionField = field;
  return new (encryptionMiddleware(options))({});
}

const requests = {
  round_trip: (text) => JSON.stringify(JSON.parse(text)),

  async encrypt(keys, text) {
    return JSON.stringify(await middleware(keys).wrapStepHandler({ next: async () => JSON.parse(text) }));
  },

  async decrypt(keys, text) {
    return JSON.stringify(await middleware(keys).wrapStep({ next: async () => JSON.parse(text) }));
  },

  async encrypt_event(keys, field, text) {
    const sent = { events: [{ name: "interop/event", data: JSON.parse(text) }] };
    return JSON.stringify((await middleware(keys, field).transformSendEvent(sent)).events[0].data);
  },

  async decrypt_event(keys, field, text) {
    const event = { name: "interop/event", data: JSON.parse(text) };
    const received = { ctx: { event, events: [event] } };
    return JSON.stringify((await middleware(keys, field).transformFunctionInput(received)).ctx.event.data);
  },

  legacy_encrypt: ([key], text) =>
    JSON.stringify({ __ENCRYPTED__: true, data: new AESEncryptionService(key).encrypt(JSON.parse(text)) }),

  sodium_seal: (key, nonce, text) =>
    nonce + hex(sodium.crypto_secretbox_easy(sodium.from_string(text), bytes(nonce), bytes(key))),

  sodium_open: (key, box) =>
    sodium.to_string(sodium.crypto_secretbox_open_easy(bytes(box.slice(48)), bytes(box.slice(0, 48)), bytes(key))),

  sodium_key: (text) => hex(sodium.crypto_generichash(32, text)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [request, ...fields] = JSON.parse(line);
  let answer;
  try {
    answer = { ok: await requests[request](...fields) };
  } catch (problem) {
    answer = { error: String(problem) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
