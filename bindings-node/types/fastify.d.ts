import type { FastifyPluginCallback } from 'fastify';
import type { HttpOptions, Signed } from './http.js';
import type { Keyring } from './keyring.js';
export type { HttpOptions, Signed } from './http.js';
declare module 'fastify' {
    interface FastifyRequest {
        /** The verdict of signkey and the bytes that it covers; `null` if the request may be unsigned and is. */
        signkey: Signed | null;
    }
}
/** Options of the plugin. */
export interface SignkeyOptions extends HttpOptions {
    keyring: Keyring;
}
/**
 * Plugin for Fastify that verifies requests of any method in the scope it is registered in, and the scopes below.
 * What is refused never reaches the handler: it is answered with the status of the error and its code and message as
 * JSON. Fastify's own `bodyLimit`, 1 MiB by default, holds as well.
 */
export declare const signkey: FastifyPluginCallback<SignkeyOptions>;
