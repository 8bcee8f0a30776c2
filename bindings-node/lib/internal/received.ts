// Requests as callers have them, for the core.

import { misuse } from '../error.js';
import { checkOptions, checkPlain, systemClock, toBytes, toCount, toText } from './arguments.js';
import type { Count } from './addon.js';

const NOTHING = new Uint8Array();
const HEAD_NAMES = new Set(['method', 'headers']);
const NAMES = new Set([...HEAD_NAMES, 'body']);
const SYNC_NAMES = new Set([...NAMES, 'query']);
const OPTIONS = new Set(['now']);

/** A request with nothing left open; `fields` are the names and values of its headers in turn. */
export interface Received {
  readonly method: string;
  readonly fields: string[];
  readonly body: Uint8Array;
}

/** A request whose body is still to be read. */
export function receivedHead(request: unknown): Omit<Received, 'body'> {
  checkOptions(request, HEAD_NAMES, 'request');
  const { method, headers } = request as Record<string, unknown>;
  return { method: toText(method, 'method'), fields: toFields(headers) };
}

export function received(request: unknown): Received {
  checkOptions(request, NAMES, 'request');
  const { method, headers, body } = request as Record<string, unknown>;
  return { method: toText(method, 'method'), fields: toFields(headers), body: toBytes(body, 'body') };
}

/** A request that begins a sync, which mostly has no body. */
export function receivedSync(request: unknown): Received & { readonly query: string } {
  checkOptions(request, SYNC_NAMES, 'request');
  const { method, query = '', headers, body = NOTHING } = request as Record<string, unknown>;
  return { ...received({ method, headers, body }), query: toText(query, 'query') };
}

/** A request for introspection, which mostly is a `GET` without a body. */
export function receivedGet(request: unknown): Received {
  checkOptions(request, NAMES, 'request');
  const { method = 'GET', headers, body = NOTHING } = request as Record<string, unknown>;
  return received({ method, headers, body });
}

/** The headers of the protocol begin with it. The others, which no verdict depends on, cost time to hand over. */
const PREFIX = 'x-inngest-';

/** The names and values of headers in turn. */
export function toFields(headers: unknown): string[] {
  const fields: string[] = [];
  const add = (name: unknown, value: unknown): void => {
    if (typeof name !== 'string' || typeof value !== 'string') throw wrongHeaders();
    if (name.slice(0, PREFIX.length).toLowerCase() === PREFIX) fields.push(name, value);
  };
  if (typeof headers !== 'object' || headers === null) throw wrongHeaders();
  if (!(Symbol.iterator in headers)) {
    checkPlain(headers, 'headers');
    for (const name of Object.keys(headers)) {
      const value: unknown = headers[name as never];
      if (Array.isArray(value)) for (const item of value) add(name, item);
      else if (value !== undefined) add(name, value);
    }
    return fields;
  }
  const items = itemsOf(headers as Iterable<unknown>);
  const isFlat = Array.isArray(headers) && items.length % 2 === 0 && items.every((item) => typeof item === 'string');
  const pairs = isFlat ? items.flatMap((name, at) => (at % 2 === 0 ? [[name, items[at + 1]]] : [])) : items;
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrongHeaders();
    add(pair[0], pair[1]);
  }
  return fields;
}

function itemsOf(headers: Iterable<unknown>): unknown[] {
  try {
    return [...headers];
  } catch {
    // It only looks like something to iterate over.
    throw wrongHeaders();
  }
}

function wrongHeaders(): Error {
  return misuse('headers must be an object of strings or arrays of strings, Headers, or pairs of name and value');
}

/** The clock of a call. */
export function clockOf(options: unknown = {}): Count {
  checkOptions(options, OPTIONS);
  const { now } = options as { now?: unknown };
  return now === undefined ? systemClock() : toCount(now, 'now');
}
