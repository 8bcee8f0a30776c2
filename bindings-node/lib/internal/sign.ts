import { toBytes } from './arguments.js';
import { unwrap } from './handle.js';
import type { Bytes } from '../inputs.js';
import type { addon } from './load.js';
import type { Signing } from './limits.js';

type NativeSign = typeof addon.signRaw;

/** Signs with one of the native functions. */
export function sign(native: NativeSign, handle: number, body: Bytes, { index, timestamp }: Signing): string {
  return unwrap(native(handle, index, toBytes(body, 'body'), timestamp));
}
