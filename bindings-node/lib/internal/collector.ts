// The pieces of a body, within a limit, in at most twice the memory of the body: whoever sends it in pieces of one byte
// gains nothing by it.

import { toBytes } from './arguments.js';
import { isUint8Array } from './brands.js';

const SMALLEST_BLOCK = 4 * 1024;
const LARGEST_BLOCK = 256 * 1024;
const NONE = new Uint8Array();

// Not private by `#`, which costs more here than all else where a body comes in one piece.
export class Collector {
  private size = 0;
  /** The first piece, as long as it is the only one. */
  private only: Uint8Array | undefined;
  private blocks: Uint8Array[] | undefined;
  /** The last block, as far as it is still free. */
  private free = NONE;

  /** @param borrows - Whether the owner of a piece may overwrite it as soon as it was added. */
  constructor(
    private readonly limit: number | bigint,
    private readonly borrows = false,
  ) {}

  /** Takes a piece; `false` if it does not fit in, which leaves everything as it was. */
  add(piece: unknown): boolean {
    const bytes = isUint8Array(piece) ? piece : toBytes(piece, 'a piece of the body');
    const size = this.size + bytes.length;
    if (size > this.limit) return false;
    if (this.size === 0 && !this.borrows) this.only = bytes;
    else this.append(bytes);
    this.size = size;
    return true;
  }

  /** All of it. */
  bytes(): Uint8Array {
    if (this.only !== undefined) return this.only;
    this.closeBlock();
    const [first = NONE, ...others] = this.blocks ?? [];
    if (others.length === 0) return first;
    const all = new Uint8Array(this.size);
    let end = 0;
    for (const block of [first, ...others]) {
      all.set(block, end);
      end += block.length;
    }
    return all;
  }

  private append(bytes: Uint8Array): void {
    this.blocks ??= this.only === undefined ? [] : [this.only];
    this.only = undefined;
    if (this.borrows || !isMemoryOfItsOwn(bytes)) return this.copy(bytes, this.blocks);
    this.closeBlock();
    this.blocks.push(bytes);
  }

  private copy(bytes: Uint8Array, blocks: Uint8Array[]): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.free.length === 0) {
        this.free = new Uint8Array(Math.min(Math.max(SMALLEST_BLOCK, this.size), LARGEST_BLOCK));
        blocks.push(this.free);
      }
      const part = rest.subarray(0, this.free.length);
      this.free.set(part);
      this.free = this.free.subarray(part.length);
      rest = rest.subarray(part.length);
    }
  }

  /** Cuts off what is free of the last block. */
  private closeBlock(): void {
    const last = this.free.length > 0 ? this.blocks?.pop() : undefined;
    if (last !== undefined) this.blocks?.push(last.subarray(0, last.length - this.free.length));
    this.free = NONE;
  }
}

/** Whether a piece is large, and keeps hardly more memory alive than its own. */
function isMemoryOfItsOwn(bytes: Uint8Array): boolean {
  return bytes.length >= SMALLEST_BLOCK && bytes.buffer.byteLength <= bytes.length + bytes.length / 16;
}
