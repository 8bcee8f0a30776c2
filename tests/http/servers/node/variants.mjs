// The variants: an endpoint of its own behind each prefix, and what the hooks of all of them count.

import { Config, SignkeyError } from '../../../../bindings-node/dist/index.mjs';

const PRIMARY = 'signkey-test-12345678';
const KEYS = { mode: 'cloud', signingKey: PRIMARY, signingKeyFallback: 'signkey-test-9abcdef0' };
const SMALL = 4096;

const table = {
  plain: [KEYS],
  signing: [KEYS, { signResponses: true }],
  limited: [KEYS, { signResponses: true, maxBodySize: SMALL, maxResponseSize: SMALL }],
  large: [KEYS, { maxBodySize: 32 * 1024 * 1024 }],
  open: [KEYS, { signResponses: true, unsignedMethods: ['GET'] }],
  sync: [KEYS, { unsignedSync: true }],
  dev: [{ ...KEYS, mode: 'dev' }, { signResponses: true }],
  devkeyless: [{ mode: 'dev' }],
  keyless: [{ mode: 'cloud' }],
  broken: [{}, {}, { INNGEST_DEV: '"0"', INNGEST_SIGNING_KEY: PRIMARY }],
  parsed: [KEYS],
  replaced: [KEYS],
  odd: [KEYS],
};

export const variants = Object.entries(table).map(([name, [settings, options, variables]]) => {
  const config = new Config(settings, variables);
  return { name, config, endpoint: config.endpoint(options) };
});

/** The variant without signkey, behind an adapter that is broken on purpose: it admits everyone. */
export const control = { name: 'control', config: new Config(KEYS), endpoint: new Config(KEYS).endpoint() };
export const everyone = { caller: { keyIndex: 0, form: 'raw' }, verified: { keyIndex: 0, form: 'raw' } };

const counts = { refused: {}, warning: {} };
const count = (kind, { code }) => {
  counts[kind][code] = (counts[kind][code] ?? 0) + 1;
};

export const hooks = {
  onRefused: (_request, error) => count('refused', error),
  onWarning: (_request, warning) => count('warning', warning),
};

/** What stands beside the variants. */
export const unprotected = {
  '/hooks': () => counts,
  '/start': () => ({ unsigned_methods: codeOf(() => new Config(KEYS).endpoint({ unsignedMethods: ['get'] })) }),
};

function codeOf(work) {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof SignkeyError) return error.code;
    throw error;
  }
}
