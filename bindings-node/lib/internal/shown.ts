import { type InspectOptions, inspect } from 'node:util';

/** What `util.inspect` and `console.log` show of an object: its public properties. */
export function shown(name: string, properties: object, depth: number, options: InspectOptions): string {
  return depth < 0 ? `[${name}]` : `${name} ${inspect(properties, options)}`;
}
