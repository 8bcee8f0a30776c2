// Answers for the TypeScript SDK, `inngest`: see tests/interop/README.md for the line protocol.
//
// The SDK exports no function for signatures. Requests go through its handler for edge runtimes, as
// over HTTP; that it signs its response shows that it accepted the signature, and under which key.
// Responses are signed by the same handler's own method; the token comes from an internal module.

import { createHmac } from "node:crypto";
import { createInterface } from "node:readline";
import { Inngest, InngestCommHandler } from "inngest";
import { serve } from "inngest/edge";

const { hashSigningKey, removeSigningKeyPrefix } = await import("./node_modules/inngest/helpers/strings.js");

const SIGNATURE = "x-inngest-signature";
const URL = "http://127.0.0.1/api/inngest?fnId=interop-function&stepId=step";
const silent = { debug() {}, info() {}, warn() {}, error() {} };
// What a client would otherwise take from the environment.
for (const name of Object.keys(process.env)) {
  if (name.startsWith("INNGEST_")) delete process.env[name];
}

class Refused extends Error {}
class Unsupported extends Error {}

const clock = { now: 0 };
Date.now = () => clock.now;

function read(field) {
  return field === "-" ? undefined : Buffer.from(field, "hex");
}

function readText(field, part) {
  const bytes = read(field);
  if (bytes === undefined) return undefined;
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) throw new Unsupported(part);
  return text;
}

function setClock(seconds) {
  clock.now = Number(seconds) * 1000;
  if (!Number.isSafeInteger(clock.now)) throw new Unsupported("clock");
}

function write(text) {
  return Buffer.from(text).toString("hex");
}

async function verify(keysField, bodyField, headerField, now, past, future) {
  if (past !== "300" || future !== "300") throw new Unsupported("window");
  const keys = keysField.split(",").map((field) => readText(field, "key"));
  if (keys.length > 2) throw new Unsupported("keys");
  setClock(now);
  const headers = new Headers({ host: "127.0.0.1" });
  if (headerField !== "-") setHeader(headers, read(headerField));
  const request = new Request(URL, { method: "POST", body: read(bodyField), headers });
  return String(signer(keys, await respond(keys, request)));
}

function setHeader(headers, bytes) {
  const text = bytes.toString("latin1");
  try {
    headers.set(SIGNATURE, text);
  } catch {
    throw new Unsupported("header"); // HTTP cannot carry it
  }
  if (headers.get(SIGNATURE) !== text) throw new Unsupported("header"); // nor white space around it
}

async function respond(keys, request) {
  try {
    const response = await handlerOf(keys)(request);
    return { header: response.headers.get(SIGNATURE), body: await response.text() };
  } catch (problem) {
    throw new Refused("", { cause: problem });
  }
}

const handlers = new Map();

function handlerOf(keys) {
  const name = JSON.stringify(keys);
  if (!handlers.has(name)) {
    const [signingKey, signingKeyFallback] = keys;
    const client = new Inngest({ id: "interop", isDev: false, signingKey, signingKeyFallback, logger: silent });
    const work = client.createFunction({ id: "function", triggers: [{ event: "interop" }] }, () => "done");
    handlers.set(name, serve({ client, functions: [work] }));
  }
  return handlers.get(name);
}

/** The index of the key that signed a response. */
function signer(keys, { header, body }) {
  if (header === null) throw new Refused();
  const { t, s } = Object.fromEntries(new URLSearchParams(header));
  const index = keys.findIndex((key) => {
    if (key === undefined) return false;
    return createHmac("sha256", removeSigningKeyPrefix(key)).update(body + t).digest("hex") === s;
  });
  if (index < 0) throw new Error("a response is signed with a key that is none");
  return index;
}

async function signResponse(keyField, bodyField, t) {
  const key = readText(keyField, "key");
  const body = readText(bodyField, "body");
  setClock(t);
  const client = new Inngest({ id: "interop", isDev: false, signingKey: key, logger: silent });
  const handler = new InngestCommHandler({ frameworkName: "interop", client, functions: [], handler() {} });
  return write(await handler.getResponseSignature(key, body));
}

async function bearer(keyField) {
  return write(hashSigningKey(readText(keyField, "key")));
}

const REQUESTS = { verify, sign_response: signResponse, bearer };

async function answer(line) {
  const [name, ...fields] = line.split("\t");
  try {
    if (!Object.hasOwn(REQUESTS, name)) throw new Unsupported("request");
    return `ok\t${await REQUESTS[name](...fields)}`;
  } catch (problem) {
    if (problem instanceof Refused) return "refused";
    if (problem instanceof Unsupported) return `unsupported\t${problem.message}`;
    throw problem;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await answer(line)}\n`);
}
