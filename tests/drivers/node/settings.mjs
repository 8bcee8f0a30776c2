// The fields of settings, variables and apps.

import { integer, invalid, pairs } from './fields.mjs';

/** A name as this language has it. */
export const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** The options under their names in this language. */
export function readSettings(field) {
  const settings = pairs(field).map(([name, value]) => {
    if (/[^a-z_]/.test(name)) throw invalid();
    return [camelCase(name), value];
  });
  return Object.fromEntries(settings);
}

/** Of a name that comes twice, the first value counts. */
export function readVariables(field) {
  return Object.fromEntries(pairs(field).reverse());
}

/** A name that is not there is an empty text, zero or no. */
export function readApp(field) {
  const { id = '', sdk = '', language = '', framework = '', ...rest } = Object.fromEntries(pairs(field).reverse());
  return {
    ...{ id, sdk, language, framework },
    functions: integer(rest.functions ?? ''),
    trustProbe: rest.trust_probe === '1',
    connect: rest.connect === '1',
  };
}
