// The headers that matter, out of all forms in which JavaScript has headers.

import { misuse } from '../error.js';
import { checkPlain, kindOf } from './arguments.js';
import { wholeRequest } from './likeness.js';
import { lists } from './lists.js';

/** A value for each wanted header, in the order of the core's list. */
export type WantedValues = (string | undefined)[];

const places = new Map(lists.wantedHeaders.map((name, place) => [name, place]));
/** A bit for the length of each name, which most of the others do not share. */
const lengths = lists.wantedHeaders.reduce((bits, { length }) => bits | (1 << length), 0);

/** Headers whose names are in lower case, as Node's own servers have them. */
export class LowerCase {
  [name: string]: unknown;

  constructor(readonly headers: Readonly<Record<string, unknown>>) {}
}

/** Takes out of headers what matters. Of a list that can be read once, nothing is left behind. */
export function wantedValues(headers: unknown): WantedValues {
  if (headers instanceof LowerCase) return lists.wantedHeaders.map((name) => valueOf(headers.headers[name]));
  if (typeof headers !== 'object' || headers === null) throw wrongHeaders();
  const values: WantedValues = lists.wantedHeaders.map(() => undefined);
  if (!(Symbol.iterator in headers)) {
    checkPlain(headers, 'headers');
    for (const name in headers) {
      if (isCandidate(name) && Object.hasOwn(headers, name)) add(values, name, headers[name as never]);
    }
    if (values.every((value) => value === undefined)) checkWhole(headers);
    return values;
  }
  const items = itemsOf(headers as Iterable<unknown>);
  if (Array.isArray(headers) && typeof items[0] === 'string') {
    if (items.length % 2 !== 0) throw wrongHeaders();
    for (let at = 0; at < items.length; at += 2) add(values, items[at], items[at + 1]);
    return values;
  }
  for (const pair of items) {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrongHeaders();
    add(values, pair[0], pair[1]);
  }
  return values;
}

/** Refuses a whole request, in which no header stands where it is looked for. */
function checkWhole(headers: object): void {
  if (wholeRequest(headers) !== undefined) throw misuse(`headers must be the headers alone, not ${kindOf(headers)}`);
}

/** Values of one name become one, as RFC 9110, section 5.3, has it. */
function add(values: WantedValues, name: unknown, value: unknown): void {
  if (typeof name !== 'string') throw wrongHeaders();
  if (!isCandidate(name)) return;
  const place = places.get(name) ?? places.get(name.toLowerCase());
  if (place === undefined) return;
  const [before, text] = [values[place], valueOf(value)];
  values[place] = before === undefined || text === undefined ? (text ?? before) : `${before}, ${text}`;
}

/** The text of one value, or of several in a list. */
function valueOf(value: unknown): string | undefined {
  if (typeof value === 'string' || value === undefined) return value;
  if (!Array.isArray(value)) return textOf(value);
  return value.length === 0 ? undefined : value.map(textOf).join(', ');
}

function isCandidate({ length }: string): boolean {
  return length < 32 && (lengths & (1 << length)) !== 0;
}

/** Programs set headers to numbers. What else is no text is an empty one, which is malformed where it matters. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' || Number.isInteger(value) ? String(value) : '';
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
  return misuse('headers must be an object, Headers, or a list of names and values');
}
