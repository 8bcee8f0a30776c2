import type { App } from '../app.js';
import type { AppFacts } from './addon.js';
import { checkOptions, toCount, toFlag, toText } from './arguments.js';

const NAMES = new Set(['id', 'sdk', 'language', 'framework', 'functions', 'trustProbe', 'connect']);

/** An app with nothing left open. */
export function toApp(app: App): AppFacts {
  checkOptions(app, NAMES, 'app');
  return {
    id: toText(app.id, 'id'),
    sdk: toText(app.sdk, 'sdk'),
    language: toText(app.language, 'language'),
    framework: toText(app.framework, 'framework'),
    functions: toCount(app.functions, 'functions'),
    trustProbe: toFlag(app.trustProbe, 'trustProbe'),
    connect: toFlag(app.connect, 'connect'),
  };
}
