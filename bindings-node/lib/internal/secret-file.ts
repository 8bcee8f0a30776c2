// Files with secrets, as Docker and Kubernetes mount them.

import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

/** More than any key has. What is longer is read so far, and no key either. */
const MOST = 64 * 1024;

/** What is in a file that a variable names. */
export class SecretFile {
  /** Its text; an empty one if it cannot be read, or is not UTF-8. The core judges that. */
  readonly text: Uint8Array;

  constructor(path: string) {
    const buffer = new Uint8Array(MOST);
    const read = buffer.subarray(0, readInto(buffer, path));
    this.text = isUtf8(read) ? read.slice() : new Uint8Array();
    buffer.fill(0);
  }
}

/** How much was read; nothing of a file that cannot be read. */
function readInto(buffer: Uint8Array, path: string): number {
  let end = 0;
  try {
    const file = openSync(path, 'r');
    try {
      for (let count; (count = readSync(file, buffer, end, MOST - end, null)) > 0;) end += count;
    } finally {
      closeSync(file);
    }
  } catch {
    return 0;
  }
  return end;
}
