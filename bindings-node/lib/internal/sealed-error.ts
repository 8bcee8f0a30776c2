// Errors as the SDK throws and catches them. Of an error it sends name, message, stack, code and cause.

import type { Encryptor } from '../encryptor.js';
import { SignkeyError } from '../error.js';
import { decrypted, encrypted } from './json-values.js';

/** An error as JSON. */
interface ErrorJson {
  name?: unknown;
  message?: unknown;
  stack?: unknown;
  code?: unknown;
  cause?: unknown;
}

const CAUSES_MAX = 5;

// By these names, too, the SDK tells whether and when to try again. They are its own words and no one's secret.
const CONTROL = new Set<unknown>(['NonRetriableError', 'RetryAfterError']);

const BUILT_IN = new Map<unknown, ErrorConstructor>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [type.name, type]),
);

/** The error in whose place the other may leave: nothing of that stays readable, and the SDK treats it alike. */
export function sealedError(encryptor: Encryptor, error: unknown): Error {
  return orNothing(() => {
    const sealed = new Error();
    // An instance of the SDK's classes stays one, whichever copy of the SDK they are of.
    if (error instanceof Error) Object.setPrototypeOf(sealed, Object.getPrototypeOf(error) as object);
    define(sealed, { retryAfter: property(error, 'retryAfter') });
    return seal(encryptor, sealed, error);
  });
}

/** Seals an error of the SDK where it stands, since the SDK knows it again by its identity. */
export function resealError(encryptor: Encryptor, error: Error): Error {
  return orNothing(() => seal(encryptor, error, error));
}

function seal(encryptor: Encryptor, into: Error, error: unknown): Error {
  const { name, message } = encrypted(encryptor, encryptor.encryptError, describe(error)) as ErrorJson;
  const own = property(error, 'name');
  const shown = { name: CONTROL.has(own) ? own : name, message, stack: '' };
  // Its prototype may have more to tell.
  return define(into, { ...shown, code: undefined, cause: undefined, toJSON: undefined });
}

/** What cannot be sealed does not leave at all. */
function orNothing(work: () => Error): Error {
  try {
    return work();
  } catch (failure) {
    return failure instanceof SignkeyError ? failure : new SignkeyError('internal');
  }
}

/** Opens a sealed error where it stands; any other stays as it is. */
export function openError(encryptor: Encryptor, error: Error): void {
  const sealed: ErrorJson = { message: error.message };
  const opened = decrypted(encryptor, encryptor.decryptError, sealed);
  if (opened !== sealed) reveal(error, opened);
}

/** As {@link openError}, and makes it an instance of the language's own class of that name. */
export function openTypedError(encryptor: Encryptor, error: Error): void {
  openError(encryptor, error);
  const type = BUILT_IN.get(error.name);
  if (type !== undefined) Object.setPrototypeOf(error, type.prototype as object);
}

function reveal<T extends Error>(error: T, json: unknown): T {
  const { name, message, stack, code, cause } = (typeof json === 'object' && json !== null ? json : {}) as ErrorJson;
  define(error, {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : JSON.stringify(json),
    stack: typeof stack === 'string' ? stack : '',
  });
  if (code !== undefined) define(error, { code });
  if (cause !== undefined) define(error, { cause: revealCause(cause) });
  return error;
}

function revealCause(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('name' in json && 'message' in json)) return json;
  return reveal(new (BUILT_IN.get(json.name) ?? Error)(), json);
}

/** Anything that was thrown, as JSON. It may be anything, so that each look at it may fail. */
function describe(error: unknown, depth = 0): ErrorJson {
  if (typeof error !== 'object' || error === null) return { name: 'Error', message: String(error) };
  const cause = property(error, 'cause');
  return {
    name: text(property(error, 'name')) ?? 'Error',
    message: text(property(error, 'message')) ?? JSON.stringify(jsonOf(error)) ?? '',
    stack: text(property(error, 'stack')),
    code: jsonOf(property(error, 'code')),
    cause: cause instanceof Error && depth < CAUSES_MAX ? describe(cause, depth + 1) : jsonOf(cause),
  };
}

function property(object: unknown, name: string): unknown {
  try {
    return (object as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What JSON makes of a value; nothing of one that holds itself, a bigint, or fails. */
function jsonOf(value: unknown): unknown {
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}

/** Sets properties as errors have them, which JSON and loops over properties pass over. */
function define<T extends Error>(object: T, properties: Record<string, unknown>): T {
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(object, name, { value, configurable: true, enumerable: false, writable: true });
  }
  return object;
}
