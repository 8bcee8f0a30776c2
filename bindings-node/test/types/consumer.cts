// The same types for a user of CommonJS, in both of TypeScript's ways to import. Compiled, never run.

import express = require('express');
import signkey = require('signkey');
import { signkey as middleware } from 'signkey/express';
import fastifyPlugin = require('signkey/fastify');
import { TestKit } from 'signkey/testing';
import web = require('signkey/web');

const keyring: signkey.Keyring = new signkey.Keyring('00');
const verified: signkey.Verified = keyring.verifyRequest(Buffer.alloc(1), undefined);
const exact: signkey.Verified<bigint> = new signkey.Verifier(keyring, '').finish({ now: 5n });
const code: signkey.ErrorCode = new signkey.SignkeyError('expired').code;

// @ts-expect-error There is no default export.
signkey.default;

const endpoint: signkey.Endpoint = new signkey.Endpoint(keyring);
const app = express();
app.use(middleware(endpoint));
const plugin: typeof fastifyPlugin.signkey = fastifyPlugin.signkey;
const handler = web.protect(endpoint, () => new Response());
const kit = new TestKit();

export = { code, exact, handler, kit, plugin, verified };
