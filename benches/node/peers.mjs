// Published packages that signkey is measured beside.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { KEY } from './messages.mjs';
import { leftOut } from './race.mjs';

/** A package, of the bench or of signkey's own tests, or nothing, which the report then says. */
export async function peer(name, path) {
  const { resolve } = createRequire(new URL('../../bindings-node/', import.meta.url));
  try {
    return await import(name === 'inngest' ? pathToFileURL(resolve(name)) : name);
  } catch (error) {
    leftOut(name, path, error.message.split('\n')[0]);
    return undefined;
  }
}

/**
 * The published SDK exports no function for signatures. This is its exported handler's own method, with nothing else of
 * the handler around it. It takes a parsed body.
 */
export function verifierOf({ Inngest, InngestCommHandler }) {
  const client = new Inngest({ id: 'bench', isDev: false, signingKey: KEY });
  const handler = new InngestCommHandler({ frameworkName: 'bench', client, functions: [], handler() {} });
  return async (header, parsed) => (await handler.validateSignature(header, parsed)).success;
}
