// The probe app of tests/http in the frameworks of Node; tests/http/README.md describes it.

import { once } from 'node:events';

const PORT = Number(process.env.SIGNKEY_HTTP_PORT ?? 0);
const HOST = '127.0.0.1';

// Before a framework looks.
process.env.NODE_ENV = 'production';

const servers = {
  express4: async () => (await import('./on-express.mjs')).http1('express-4'),
  express5: async () => (await import('./on-express.mjs')).http1('express'),
  'http2-express': async () => (await import('./on-express.mjs')).http2('express'),
  fastify4: async () => (await import('./on-fastify.mjs')).http1('fastify-4'),
  fastify5: async () => (await import('./on-fastify.mjs')).http1('fastify'),
  'fastify5-http2': async () => (await import('./on-fastify.mjs')).http2('fastify'),
  hono: async () => (await import('./on-hono.mjs')).server(),
};

const make = servers[process.argv[2]];
if (make === undefined) {
  console.error(`usage: serve ${Object.keys(servers).join('|')}`);
  process.exit(2);
}
process.on('SIGTERM', () => process.exit());
process.stdin.on('end', () => process.exit()).resume();

const server = await make();
await once(server.listen(PORT, HOST), 'listening');
console.log(`listening ${server.address().port}`);
