// The middleware for a user of ECMAScript modules. Compiled by scripts/check-types.mjs, never run.

import { Inngest, type Middleware } from 'inngest';
import { Encryptor } from 'signkey';
import { encryptionMiddleware } from 'signkey/inngest';

const encryptor = new Encryptor({ primary: process.env['ENCRYPTION_KEY'] });
const middleware: Middleware.Class = encryptionMiddleware(encryptor);
const client = new Inngest({ id: 'app', middleware: [encryptionMiddleware(encryptor)] });
const output = client.createFunction({ id: 'fn', triggers: [{ event: 'e' }] }, async ({ step }) => {
  const { at }: { at: string } = await step.run('step', () => ({ at: new Date() }));
  return at;
});
// @ts-expect-error It takes an encryptor.
encryptionMiddleware({ primary: 'key' });

export { middleware, output };
