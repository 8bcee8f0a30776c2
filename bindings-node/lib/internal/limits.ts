// Options with nothing left open.

import { misuse } from '../error.js';
import type {
  CanonicalizeOptions,
  KeyringSignOptions,
  SignOptions,
  VerifyOptions,
  VerifyRequestOptions,
} from '../options.js';
import type { Count } from './addon.js';
import { checkOptions, systemClock, toCount } from './arguments.js';
import { addon } from './load.js';

const DEFAULTS = addon.defaultLimits();

const VERIFY = new Set(['now', 'past', 'future']);
const VERIFY_REQUEST = new Set([...VERIFY, 'maxJsonSize']);
const SIGN = new Set(['timestamp']);
const KEYRING_SIGN = new Set([...SIGN, 'keyIndex']);
const CANONICALIZE = new Set(['maxJsonSize']);

/** What a message is verified against; `limits` holds past, future and maxJsonSize if any of them was set. */
export interface Setting {
  readonly now: Count;
  readonly limits: BigUint64Array | undefined;
}

function setting(options: VerifyRequestOptions<Count> | undefined, names: ReadonlySet<string>): Setting {
  if (options === undefined) return { now: systemClock(), limits: undefined };
  checkOptions(options, names);
  const { now } = options;
  return { now: now === undefined ? systemClock() : toCount(now, 'now'), limits: limitsOf(options) };
}

/** Past, future and maxJsonSize, if any of them is set. */
function limitsOf(options: Omit<VerifyRequestOptions<Count>, 'now'>): BigUint64Array | undefined {
  const { past, future, maxJsonSize } = options;
  if (past === undefined && future === undefined && maxJsonSize === undefined) return undefined;
  return BigUint64Array.of(
    BigInt(past === undefined ? DEFAULTS.past : toCount(past, 'past')),
    BigInt(future === undefined ? DEFAULTS.future : toCount(future, 'future')),
    BigInt(sizeLimit(options, DEFAULTS.maxJsonSize)),
  );
}

export function verifySetting(options: VerifyOptions<Count> | undefined): Setting {
  return setting(options, VERIFY);
}

export function verifyRequestSetting(options: VerifyRequestOptions<Count> | undefined): Setting {
  return setting(options, VERIFY_REQUEST);
}

/** With which key and when to sign. */
export interface Signing {
  readonly index: number;
  readonly timestamp: Count;
}

export function signing(options: SignOptions = {}): Signing {
  checkOptions(options, SIGN);
  return { index: 0, timestamp: signingTime(options) };
}

export function keyringSigning(options: KeyringSignOptions = {}): Signing {
  checkOptions(options, KEYRING_SIGN);
  const index = options.keyIndex === undefined ? 0 : toCount(options.keyIndex, 'keyIndex');
  if (typeof index === 'bigint' || index > 0xffff_ffff) throw misuse('keyIndex must be the index of a key');
  return { index, timestamp: signingTime(options) };
}

function signingTime({ timestamp }: SignOptions): Count {
  return timestamp === undefined ? systemClock() : toCount(timestamp, 'timestamp');
}

export function canonicalizeLimit(options: CanonicalizeOptions = {}): Count {
  checkOptions(options, CANONICALIZE);
  return sizeLimit(options, DEFAULTS.maxDocumentSize);
}

function sizeLimit({ maxJsonSize }: CanonicalizeOptions, byDefault: number): Count {
  return maxJsonSize === undefined ? byDefault : toCount(maxJsonSize, 'maxJsonSize');
}
