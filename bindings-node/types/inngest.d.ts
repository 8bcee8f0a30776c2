import type { Middleware } from 'inngest';
import { Encryptor } from './encryptor.js';
/**
 * Middleware for version 4 of the `inngest` SDK that encrypts what leaves this machine and decrypts what comes back:
 * `new Inngest({ id, middleware: [encryptionMiddleware(encryptor)] })`.
 *
 * Encrypted are the output of steps and of functions, `null` included, and their errors, whole; of the data of events
 * and invocations the one field. Decrypted are the same, and what the platform reports of runs that ended, as to
 * `onFailure`. It reads and writes the envelopes of `@inngest/middleware-encryption`, which it replaces.
 *
 * Arguments that follow the function in `step.run` and `step.ai.wrap` stay on this machine.
 *
 * Not encrypted, because the platform has to read it or the SDK sends it past all middleware: what `step.ai.infer` and
 * `step.fetch` request and receive, the input of deferred functions, signals, realtime messages, requests to durable
 * endpoints, metadata, names and ids.
 *
 * List it before other middleware. Then what that returns or throws is encrypted too; what it adds to events is not.
 * The SDK logs errors as they leave; middleware behind this one sees them in plain text.
 *
 * If something cannot be decrypted, the run fails with the `SignkeyError` that says why, and is tried again.
 */
export declare function encryptionMiddleware(encryptor: Encryptor): Middleware.Class;
