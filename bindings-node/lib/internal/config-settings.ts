// The options and variables that a config is made of.

import type { Variables } from '../config-options.js';
import type { NamedText } from './addon.js';
import { checkOptions, checkPlain, toText } from './arguments.js';
import { SecretFile } from './secret-file.js';
import { lists } from './lists.js';

/** The names of options here, and those that all languages share. */
const OPTIONS = new Map(lists.configOptions.map((name) => [camelCase(name), name]));
const OPTION_NAMES = new Set(OPTIONS.keys());

const encoder = new TextEncoder();

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const FILES = new Set(lists.configFileVariables);

/** The variables that matter, with what is in the files that some of them name. */
export function withFiles(variables: Variables): Variables {
  const entries = lists.configVariables.map((name) => {
    const value = variables[name];
    if (!FILES.has(name)) return [name, value];
    const path = value?.trim();
    return [name, path ? new SecretFile(path) : undefined];
  });
  return Object.fromEntries(entries) as Variables;
}

/** Hands options and variables to the work, and clears the copies of them that were made for it. */
export function withConfigTexts<T>(
  options: unknown = {},
  variables: unknown = {},
  work: (options: NamedText[], variables: NamedText[]) => T,
): T {
  checkOptions(options, OPTION_NAMES);
  if (variables !== process.env) checkPlain(variables, 'variables');
  const copies: NamedText[] = [];
  const read = (from: object, property: string, name: string): NamedText[] => {
    const value: unknown = Object.hasOwn(from, property) ? from[property as never] : undefined;
    if (value === undefined) return [];
    const text = value instanceof SecretFile ? value.text : encoder.encode(toText(value, property));
    const copy = { name, text };
    copies.push(copy);
    return [copy];
  };
  try {
    return work(
      [...OPTIONS].flatMap(([property, name]) => read(options as object, property, name)),
      lists.configVariables.flatMap((name) => read(variables as object, name, name)),
    );
  } finally {
    for (const { text } of copies) text.fill(0);
  }
}
