// What kind of object a value is, whichever realm it comes from, where `instanceof` does not work.

type Getter = (this: unknown) => unknown;

function getter(prototype: object, name: PropertyKey): Getter {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter;
}

const nameOf = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag);
const sizeOf = getter(ArrayBuffer.prototype, 'byteLength');
const sharedSizeOf =
  typeof SharedArrayBuffer === 'undefined' ? undefined : getter(SharedArrayBuffer.prototype, 'byteLength');

export function isUint8Array(value: unknown): value is Uint8Array {
  return nameOf.call(value) === 'Uint8Array';
}

export function isDataView(value: unknown): boolean {
  return ArrayBuffer.isView(value) && nameOf.call(value) === undefined;
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return succeeds(sizeOf, value);
}

/** Whether a view lies in shared memory: without an exception in the usual case, which costs as much as a verification. */
export function isShared({ buffer }: Uint8Array): boolean {
  return buffer[Symbol.toStringTag] === 'SharedArrayBuffer';
}

export function isSharedArrayBuffer(value: unknown): boolean {
  return sharedSizeOf !== undefined && succeeds(sharedSizeOf, value);
}

/** Whether the memory of a view is gone: transferred away, or cut off by a resize. */
export function isGone(view: Uint8Array): boolean {
  return !succeeds(Uint8Array.prototype.keys, view);
}

function succeeds(method: (this: never) => unknown, value: unknown): boolean {
  try {
    method.call(value as never);
    return true;
  } catch {
    return false;
  }
}
