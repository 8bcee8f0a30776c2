// The pieces of a body, within a limit, in at most twice the memory of the body: whoever sends it in pieces of one byte
// gains nothing by it.

import { toBytes } from './arguments.js';

const SMALLEST_BLOCK = 4 * 1024;
const LARGEST_BLOCK = 256 * 1024;
const NONE = new Uint8Array();

export class Collector {
  readonly #limit: number | bigint;
  /** Whether the owner of a piece may overwrite it as soon as it was added. */
  readonly #borrows: boolean;
  readonly #blocks: Uint8Array[] = [];
  /** The last block, as far as it is still free. */
  #free = NONE;
  #size = 0;

  constructor(limit: number | bigint, { borrows = false } = {}) {
    this.#limit = limit;
    this.#borrows = borrows;
  }

  /** Takes a piece; `false` if it does not fit in, which leaves everything as it was. */
  add(piece: unknown): boolean {
    const bytes = toBytes(piece, 'a piece of the body');
    if (this.#size + bytes.length > this.#limit) return false;
    if (!this.#borrows && (this.#size === 0 || isMemoryOfItsOwn(bytes))) this.#append(bytes);
    else this.#copy(bytes);
    this.#size += bytes.length;
    return true;
  }

  /** All of it. */
  bytes(): Uint8Array {
    this.#closeBlock();
    const [first, second] = this.#blocks;
    if (first !== undefined && second === undefined) return first;
    const all = new Uint8Array(this.#size);
    let end = 0;
    for (const block of this.#blocks) {
      all.set(block, end);
      end += block.length;
    }
    return all;
  }

  #append(bytes: Uint8Array): void {
    this.#closeBlock();
    this.#blocks.push(bytes);
  }

  #copy(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#free.length === 0) {
        this.#free = new Uint8Array(Math.min(Math.max(SMALLEST_BLOCK, this.#size), LARGEST_BLOCK));
        this.#blocks.push(this.#free);
      }
      const part = rest.subarray(0, this.#free.length);
      this.#free.set(part);
      this.#free = this.#free.subarray(part.length);
      rest = rest.subarray(part.length);
    }
  }

  /** Cuts off what is free of the last block. */
  #closeBlock(): void {
    if (this.#free.length === 0) return;
    const last = this.#blocks.pop() as Uint8Array;
    this.#blocks.push(last.subarray(0, last.length - this.#free.length));
    this.#free = NONE;
  }
}

/** Whether a piece is large, and keeps hardly more memory alive than its own. */
function isMemoryOfItsOwn(bytes: Uint8Array): boolean {
  return bytes.length >= SMALLEST_BLOCK && bytes.buffer.byteLength <= bytes.length + bytes.length / 16;
}
