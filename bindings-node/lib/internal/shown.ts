// How objects are shown.

/** What `util.inspect` of Node, and the consoles that follow it, look for. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

export type Inspect = (value: unknown, options: object) => string;

/** Lets objects of a class show what their `toJSON` says, and nothing else. */
export function showAs(name: string, type: { prototype: object }): void {
  Object.defineProperties(type.prototype, {
    [Symbol.toStringTag]: { value: name, configurable: true },
    [INSPECT]: {
      configurable: true,
      writable: true,
      value(this: { toJSON?(): unknown }, depth: number, options: object, inspect: Inspect): string {
        return depth < 0 ? `[${name}]` : `${name} ${inspect(this.toJSON?.() ?? {}, options)}`;
      },
    },
  });
}
