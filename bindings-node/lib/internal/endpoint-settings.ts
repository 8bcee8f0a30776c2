// What an endpoint is made of.

import type { ConfigEndpointOptions, EndpointOptions, Mode } from '../endpoint.js';
import { SignkeyError, misuse } from '../error.js';
import { Keyring, internals } from '../keyring.js';
import type { KeyringSource } from './addon.js';
import { checkOptions, toFlag, toTexts } from './arguments.js';
import { limitsOf } from './limits.js';
import { addon } from './load.js';

const CONFIG_NAMES = new Set(['unsignedMethods', 'past', 'future', 'maxJsonSize']);
const NAMES = new Set(['mode', 'unsignedSync', ...CONFIG_NAMES]);

/** Options of an endpoint whose mode, and whatever else they do not say, is that of a native config. */
export class OfConfig {
  constructor(
    readonly config: number,
    readonly mode: Mode,
    readonly options: ConfigEndpointOptions = {},
  ) {
    checkOptions(options, CONFIG_NAMES);
  }
}

/** Opens a native endpoint. */
export function openEndpoint(keyring: unknown, options: EndpointOptions | OfConfig): number {
  const keys = keysOf(keyring);
  if (options instanceof OfConfig) {
    const { unsignedMethods } = options.options;
    const methods = toTexts(unsignedMethods, 'unsignedMethods');
    return addon.openConfigEndpoint(options.config, keys, methods, limitsOf(options.options));
  }
  checkOptions(options, NAMES);
  const { mode, unsignedMethods, unsignedSync } = options;
  if (mode !== 'cloud' && mode !== 'dev') throw misuse("mode must be 'cloud' or 'dev'");
  const methods = toTexts(unsignedMethods, 'unsignedMethods');
  return addon.openEndpoint(keys, mode, methods, toFlag(unsignedSync, 'unsignedSync'), limitsOf(options));
}

function keysOf(keyring: unknown): KeyringSource {
  if (keyring instanceof Keyring) return { keyring: internals(keyring).handle };
  if (keyring instanceof SignkeyError) return { error: keyring.number, position: keyring.position ?? 0 };
  if (keyring === undefined || keyring === null) return {};
  throw misuse('keyring must be a Keyring, absent, or the SignkeyError that making one threw');
}
