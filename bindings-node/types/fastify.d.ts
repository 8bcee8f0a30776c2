import type { FastifyPluginCallback } from 'fastify';
import type { Endpoint } from './endpoint.js';
import type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
import type { Keyring } from './keyring.js';
import { Unverified } from './unverified.js';
export type { EndpointHttpOptions, HttpOptions, Signed } from './http.js';
declare module 'fastify' {
    interface FastifyRequest {
        /** The verdict of signkey and the bytes that it covers; `null` if the request was let through unverified. */
        signkey: Signed | null;
        /** Why the request was let through, if it was without proof of its sender. */
        signkeyUnverified: Unverified | null;
    }
}
/** Options of the plugin: a keyring, or an endpoint, which decides about unsigned requests, as in dev mode. */
export type SignkeyOptions = (HttpOptions & {
    keyring: Keyring;
    endpoint?: undefined;
}) | (EndpointHttpOptions & {
    endpoint: Endpoint;
    keyring?: undefined;
});
/**
 * Plugin for Fastify that verifies requests of any method in the scope it is registered in, and the scopes below.
 * What is refused never reaches the handler: it is answered with the status of the error and its code and message as
 * JSON. Fastify's own `bodyLimit`, 1 MiB by default, holds as well.
 */
export declare const signkey: FastifyPluginCallback<SignkeyOptions>;
