// Finds the native half: a file beside this package's own, else the package of this platform.

import type { Direct } from './direct.js';

type Addon = typeof import('./addon.js') & Direct;

/** What the files and packages for this platform are named after, as napi-rs names them. */
function platformNames(): string[] {
  const { platform, arch } = process;
  // Which C library it is shows in which of the two is installed, and loads.
  if (platform === 'linux') return [`linux-${arch}-gnu`, `linux-${arch}-musl`];
  return [platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`];
}

function isMissing(error: unknown, request: string): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes(request);
}

function load(): Addon {
  const names = platformNames();
  const requests = names.flatMap((name) => [`../../signkey.${name}.node`, `signkey-${name}`]);
  const failures: unknown[] = [];
  for (const request of requests) {
    try {
      return require(request) as Addon;
    } catch (error) {
      if (!isMissing(error, request)) failures.push(error);
    }
  }
  const platform = names.join(' or ');
  if (failures.length > 0) {
    throw new Error(`signkey: the native add-on for ${platform} is there but does not load`, { cause: failures[0] });
  }
  throw new Error(
    `signkey: there is no native add-on for ${platform}. Neither the file signkey.<platform>.node in this package nor ` +
      'the optional package signkey-<platform> was found. If npm installed on another platform or with ' +
      '--omit=optional, install again here; otherwise build it from source with "npm run build".',
  );
}

export const addon: Addon = load();
