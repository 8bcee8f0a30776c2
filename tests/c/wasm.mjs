// The C ABI as a WebAssembly module, for hosts that cannot load native code:
// node wasm.mjs MODULE. Numbers in the comments are offsets on a 32-bit machine.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const { exports: c } = await WebAssembly.instantiate(module);

const KEY = "12345678";
const NOW = 1_700_000_000n;
const OK = 0;
const FORM = { raw: 1, canonical: 2 };

/** Copies bytes into the module; an empty array is a pointer all the same. */
function put(bytes) {
  const size = Math.max(bytes.length, 1);
  const data = c.signkey_alloc(size);
  assert.notEqual(data, 0);
  new Uint8Array(c.memory.buffer, data, bytes.length).set(bytes);
  return { data, len: bytes.length, free: () => c.signkey_dealloc(data, size) };
}

const text = (string) => put(new TextEncoder().encode(string));

function words(...numbers) {
  return put(new Uint8Array(Uint32Array.from(numbers).buffer));
}

function readText(data) {
  const bytes = new Uint8Array(c.memory.buffer, data);
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
}

const code = (status) => readText(c.signkey_status_code(status));

function sign(body) {
  const mac = createHmac("sha256", KEY).update(body).update(String(NOW)).digest("hex");
  return `t=${NOW}&s=${mac}`;
}

function makeKeyring(...keys) {
  const texts = keys.map((key) => text(`signkey-test-${key}`));
  const list = words(...texts.flatMap(({ data, len }) => [data, len]));
  const place = words(0);
  assert.equal(code(c.signkey_keyring_new(list.data, keys.length, place.data, 0)), "ok");
  const [keyring] = new Uint32Array(c.memory.buffer, place.data, 1);
  for (const bytes of [...texts, list, place]) bytes.free();
  return keyring;
}

/** Verifies a request and returns what the module wrote. */
function verify(keyring, body, header, now = NOW) {
  const [bodyBytes, headerBytes] = [text(body), text(header)];
  const verified = put(new Uint8Array(48));
  const failure = put(new Uint8Array(32));
  const view = () => new DataView(c.memory.buffer);
  view().setUint32(verified.data, verified.len, true);
  view().setUint32(failure.data, failure.len, true);
  const status = c.signkey_verify_request(
    keyring, bodyBytes.data, bodyBytes.len, headerBytes.data, headerBytes.len, now, 0,
    verified.data, failure.data,
  );
  const result = status === OK
    ? {
        timestamp: view().getBigUint64(verified.data + 8, true),
        age: view().getBigInt64(verified.data + 16, true),
        keyIndex: view().getUint32(verified.data + 24, true),
        form: view().getUint32(verified.data + 28, true),
        keyId: readText(verified.data + 32),
      }
    : { code: code(status), detail: view().getBigUint64(failure.data + 16, true) };
  for (const bytes of [bodyBytes, headerBytes, verified, failure]) bytes.free();
  return result;
}

test("the module needs nothing of its host", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.equal(c.signkey_abi_version(), 1);
});

test("a request is verified, raw and canonical", () => {
  const keyring = makeKeyring("abcdef01", KEY);
  const header = sign('{"a":"€","b":4.5}');
  const expected = { timestamp: NOW, age: 0n, keyIndex: 1, keyId: "b2ed992186a5" };
  assert.deepEqual(verify(keyring, '{"a":"€","b":4.5}', header), { ...expected, form: FORM.raw });
  assert.deepEqual(
    verify(keyring, '{"b": 4.50, "a": "\\u20ac"}', header),
    { ...expected, form: FORM.canonical },
  );
  c.signkey_keyring_free(keyring);
});

test("everything else is refused", () => {
  const keyring = makeKeyring(KEY);
  const header = sign("{}");
  assert.deepEqual(verify(keyring, "[]", header), { code: "signature_mismatch", detail: 0n });
  assert.deepEqual(verify(keyring, "{}", ""), { code: "malformed_signature", detail: 0n });
  assert.deepEqual(verify(keyring, "{}", header, NOW + 301n), { code: "expired", detail: 301n });
  const deep = "[".repeat(1 << 20);
  assert.deepEqual(verify(keyring, deep, header), { code: "signature_mismatch", detail: 0n });
  c.signkey_keyring_free(keyring);
});

/** Calls an encryption with a nonce or null, or a decryption with neither. */
function document(call, encryptor, json, ...nonce) {
  const jsonBytes = text(json);
  const nonceBytes = nonce.map((bytes) => (bytes ? text(bytes) : { data: 0, free() {} }));
  const [out, flag] = [words(0, 0, 0), put(new Uint8Array(1))];
  const last = nonce.length ? [] : [flag.data];
  const status = call(
    encryptor, jsonBytes.data, jsonBytes.len, ...nonceBytes.map(({ data }) => data), out.data, ...last, 0,
  );
  const [data, len] = new Uint32Array(c.memory.buffer, out.data, 2);
  const result = status === OK
    ? new TextDecoder().decode(new Uint8Array(c.memory.buffer, data, len))
    : code(status);
  c.signkey_buffer_free(out.data);
  for (const bytes of [jsonBytes, ...nonceBytes, out, flag]) bytes.free();
  return result;
}

test("a value is encrypted under the host's nonce, and decrypted", () => {
  const key = text("a-secret-of-the-tests");
  const keys = words(key.data, key.len, 0);
  // size, keys, key_count, event_field, padding, flags
  const options = words(32, keys.data, 1, 0, 0, 0, 0, 0);
  const place = words(0);
  assert.equal(code(c.signkey_encryptor_new(options.data, place.data, 0)), "ok");
  const [encryptor] = new Uint32Array(c.memory.buffer, place.data, 1);

  // tests/vectors/encryption, event-alone-encrypt.
  const envelope = '{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium",'
    + '"data":"ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7UOKrNwHFnOf788LDbZxBo2UOUA=="}';
  const nonce = "defghijklmnopqrstuvwxyz{";
  assert.equal(document(c.signkey_encrypt_value, encryptor, '"x"', nonce), envelope);
  assert.equal(document(c.signkey_decrypt_value, encryptor, envelope), '"x"');
  // There is no operating system to ask for one.
  const refusal = document(c.signkey_encrypt_value, encryptor, '"x"', null);
  assert.equal(refusal, "random_source_failed");
  c.signkey_encryptor_free(encryptor);
  for (const bytes of [key, keys, options, place]) bytes.free();
});

/** Has a function write a pointer, or another number. */
function take(call) {
  const place = words(0);
  assert.equal(code(call(place.data)), "ok");
  const [number] = new Uint32Array(c.memory.buffer, place.data, 1);
  place.free();
  return number;
}

test("an endpoint admits a request and signs the response", () => {
  const header = sign("{}");
  const texts = ["INNGEST_SIGNING_KEY", `signkey-test-${KEY}`, "X-Inngest-Signature", header, "PUT", "{}"]
    .map(text);
  const [name, key, signature, value, method, body] = texts.map(({ data, len }) => [data, len]);
  const variables = words(...name, ...key);
  const headers = words(...signature, ...value);
  const admission = words(256, ...Array(63).fill(0));
  // size, kind, caller, warning, status, padding, at_most, length, http_status, flags, claim_id (47),
  // claim_lifetime_seconds (80)
  const step = words(88, ...Array(21).fill(0));
  const verified = words(48, ...Array(11).fill(0));
  const out = put(new Uint8Array(89));
  const field = (at) => new DataView(c.memory.buffer).getUint32(step.data + at, true);
  const config = take((place) => c.signkey_config_new(0, variables.data, 1, place, 0));
  const endpoint = take((place) => c.signkey_config_endpoint(config, 0, place, 0));

  assert.equal(code(c.signkey_endpoint_admit(
    endpoint, ...method, headers.data, 1, admission.data, step.data, 0)), "ok");
  assert.deepEqual([field(4), field(24)], [1, 16 << 20]);
  assert.equal(code(c.signkey_endpoint_receive_body(
    endpoint, admission.data, ...body, 2, 0n, NOW, step.data, verified.data, 0)), "ok");
  assert.equal(field(4), 4);
  assert.equal(readText(c.signkey_caller_name(field(8))), "verified");
  assert.equal(readText(verified.data + 32), "b2ed992186a5");
  assert.equal(code(c.signkey_endpoint_sign_response(
    endpoint, admission.data, ...body, NOW, out.data, 0)), "ok");
  assert.equal(readText(out.data), header);

  assert.equal(code(c.signkey_endpoint_admit(
    endpoint, ...method, 0, 0, admission.data, step.data, 0)), "ok");
  assert.deepEqual([field(4), code(field(16)), field(40)], [3, "missing_signature", 401]);
  assert.equal(readText(c.signkey_wanted_header(0)), "x-inngest-signature");
  assert.equal(readText(c.signkey_config_variable(0)), "INNGEST_DEV");
  c.signkey_config_free(config);
  c.signkey_endpoint_free(endpoint);
  for (const bytes of [...texts, variables, headers, admission, step, verified, out]) bytes.free();
});

test("each message is accepted once, by a guard and by a store", () => {
  const keyring = makeKeyring(KEY);
  const header = sign("{}");
  const texts = ["X-Inngest-Signature", header, "POST", "{}"].map(text);
  const [signature, value, method, body] = texts.map(({ data, len }) => [data, len]);
  const headers = words(...signature, ...value);
  const admission = words(256, ...Array(63).fill(0));
  const step = words(88, ...Array(21).fill(0));
  const field = (at) => new DataView(c.memory.buffer).getUint32(step.data + at, true);
  const guard = take((place) => c.signkey_replay_guard_new(100n, 300n, 300n, place, 0));
  /** An endpoint with these flags and this guard. Numbers are offsets. */
  const endpointWith = (flags, replayGuard) => {
    const options = put(new Uint8Array(88));
    const view = new DataView(c.memory.buffer);
    view.setUint32(options.data, 88, true);
    view.setUint32(options.data + 8, flags, true);
    for (const [at, number] of [[24, 300n], [32, 300n], [40, 1000n], [48, 1000n], [56, 1000n], [80, 300n]]) {
      view.setBigUint64(options.data + at, number, true);
    }
    view.setUint32(options.data + 72, replayGuard, true);
    const endpoint = take((place) => c.signkey_endpoint_new(keyring, 0, options.data, place, 0));
    options.free();
    return endpoint;
  };
  const admit = (endpoint) => {
    assert.equal(code(c.signkey_endpoint_admit_whole(
      endpoint, ...method, headers.data, 1, ...body, NOW, admission.data, step.data, 0, 0)), "ok");
    return field(4);
  };

  const once = endpointWith(0, guard);
  assert.equal(admit(once), 4);
  assert.deepEqual([admit(once), code(field(16))], [3, "replayed"]);

  const claiming = endpointWith(4, 0);
  assert.equal(admit(claiming), 2);
  assert.match(readText(step.data + 47), /^[0-9a-f]{32}$/u);
  assert.equal(new DataView(c.memory.buffer).getBigUint64(step.data + 80, true), 901n);
  assert.equal(code(c.signkey_endpoint_receive_claim(claiming, admission.data, 3, step.data, 0, 0)), "ok");
  assert.deepEqual([field(4), code(field(16)), field(40)], [3, "replay_store_unavailable", 503]);
  c.signkey_replay_guard_free(guard);
  for (const endpoint of [once, claiming]) c.signkey_endpoint_free(endpoint);
  c.signkey_keyring_free(keyring);
  for (const bytes of [...texts, headers, admission, step]) bytes.free();
});

test("invalid arguments are refused", () => {
  assert.equal(code(c.signkey_keyring_new(0, 1, 0, 0)), "invalid_argument");
  assert.equal(code(c.signkey_keyring_new(4, 0x7fffffff, 4, 0)), "invalid_argument");
  assert.equal(c.signkey_alloc(0), 0);
  assert.equal(c.signkey_alloc(0xffffffff), 0);
});

test("ten thousand calls leave the memory as it is", () => {
  const keyring = makeKeyring(KEY);
  const header = sign("{}");
  verify(keyring, "{ }", header);
  const before = c.memory.buffer.byteLength;
  for (let round = 0; round < 10_000; round++) verify(keyring, "{ }", header);
  assert.equal(c.memory.buffer.byteLength, before);
  c.signkey_keyring_free(keyring);
});
