// Finds the native half: a file beside this package's own, else the package of this platform.
//
// Each is asked for by a literal name, which is what bundlers can see.

import type { Direct } from './direct.js';

type Addon = typeof import('./addon.js') & Direct;

/** What may hold the add-on for a platform, named as napi-rs names it. */
const CANDIDATES: Readonly<Record<string, readonly (() => unknown)[]>> = {
  // Which C library it is shows in which of the two is installed, and loads.
  'linux-x64': [
    () => require('../../signkey.linux-x64-gnu.node'),
    () => require('signkey-linux-x64-gnu'),
    () => require('../../signkey.linux-x64-musl.node'),
    () => require('signkey-linux-x64-musl'),
  ],
  'linux-arm64': [
    () => require('../../signkey.linux-arm64-gnu.node'),
    () => require('signkey-linux-arm64-gnu'),
    () => require('../../signkey.linux-arm64-musl.node'),
    () => require('signkey-linux-arm64-musl'),
  ],
  'darwin-x64': [() => require('../../signkey.darwin-x64.node'), () => require('signkey-darwin-x64')],
  'darwin-arm64': [() => require('../../signkey.darwin-arm64.node'), () => require('signkey-darwin-arm64')],
  'win32-x64': [() => require('../../signkey.win32-x64-msvc.node'), () => require('signkey-win32-x64-msvc')],
  'win32-arm64': [() => require('../../signkey.win32-arm64-msvc.node'), () => require('signkey-win32-arm64-msvc')],
};

/** Whether the add-on itself is not there, in contrast to something that it needs. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'MODULE_NOT_FOUND' && /signkey[.-]/.test(String(message));
}

function load(): Addon {
  const platform = `${process.platform}-${process.arch}`;
  let failure: { error: unknown } | undefined;
  for (const candidate of CANDIDATES[platform] ?? []) {
    try {
      return candidate() as Addon;
    } catch (error) {
      if (!isMissing(error)) failure ??= { error };
    }
  }
  if (failure !== undefined) {
    throw new Error(`signkey: the native add-on for ${platform} is there but does not load`, { cause: failure.error });
  }
  throw new Error(
    `signkey: there is no native add-on for ${platform}. Neither the file signkey.<platform>.node in this package nor ` +
      'the optional package signkey-<platform> was found. If npm installed on another platform or with ' +
      '--omit=optional, install again here; otherwise build it from source with "npm run build".',
  );
}

export const addon: Addon = load();
