// What an endpoint is made of.

import type { ConfigEndpointOptions, EndpointOptions } from '../endpoint-options.js';
import { SignkeyError, misuse } from '../error.js';
import { Keyring, internals } from '../keyring.js';
import type { EndpointSettings, ErrorSource, KeyringSource } from './addon.js';
import { checkOptions, toCount, toFlag, toText, toTexts } from './arguments.js';
import { REPLAY_NAMES, replaySettings } from './replay-settings.js';

const NUMBERS = ['past', 'future', 'maxBodySize', 'maxJsonSize', 'maxResponseSize'] as const;
const CONFIG_NAMES = new Set(['unsignedMethods', 'unsignedSync', ...NUMBERS, 'signResponses', 'name', ...REPLAY_NAMES]);
const NAMES = new Set(['mode', ...CONFIG_NAMES]);

/** Options of an endpoint of its own. */
export function ownSettings(options: EndpointOptions): { mode: string; settings: EndpointSettings } {
  checkOptions(options, NAMES);
  const { mode = 'cloud' } = options;
  if (mode !== 'cloud' && mode !== 'dev') throw misuse("mode must be 'cloud' or 'dev'");
  return { mode, settings: settingsOf(options) };
}

/** Options of an endpoint whose mode settings say. */
export function configSettings(options: ConfigEndpointOptions): EndpointSettings {
  checkOptions(options, CONFIG_NAMES);
  return settingsOf(options);
}

function settingsOf(options: ConfigEndpointOptions): EndpointSettings {
  const numbers = NUMBERS.filter((name) => options[name] !== undefined).map((name) => [
    name,
    toCount(options[name], name),
  ]);
  return {
    ...(Object.fromEntries(numbers) as Partial<EndpointSettings>),
    unsignedMethods: toTexts(options.unsignedMethods, 'unsignedMethods'),
    unsignedSync: toFlag(options.unsignedSync, 'unsignedSync'),
    signResponses: toFlag(options.signResponses, 'signResponses'),
    name: toText(options.name ?? '', 'name'),
    ...replaySettings(options),
  };
}

/** A keyring or what is in its place, for the native half. */
export function keysOf(keyring: unknown): KeyringSource {
  if (keyring instanceof Keyring) return { keyring: internals(keyring).handle };
  if (keyring instanceof SignkeyError) return { error: sourceOf(keyring) };
  if (keyring === undefined || keyring === null) return {};
  throw misuse('keyring must be a Keyring, absent, or the SignkeyError that making one threw');
}

/** An error, for the native half. */
export function sourceOf({ number, setting, position, skewSeconds }: SignkeyError): ErrorSource {
  return { number, detail: position ?? skewSeconds ?? 0, ...(setting !== undefined && { setting }) };
}
