import type { Middleware } from 'inngest';
import { encryptionMiddleware as middleware } from './inngest.js';
import type { Encryptor } from './index.js';

/**
 * Middleware for version 4 of the `inngest` SDK that encrypts what leaves this machine and decrypts what comes back:
 * `new Inngest({ id, middleware: [encryptionMiddleware(encryptor)] })`. The README says what it covers.
 *
 * List it before other middleware. Then what that returns or throws is encrypted too; what it adds to events is not.
 */
// The SDK's types differ between module systems.
export const encryptionMiddleware = middleware as unknown as (encryptor: Encryptor) => Middleware.Class;
