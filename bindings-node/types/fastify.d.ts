import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
export type { AdapterOptions } from './adapter-options.js';
declare module 'fastify' {
    interface FastifyRequest {
        /** How the request got in: who sent it, and its verdict. `null` where no signkey is registered. */
        signkey: Admission | null;
    }
}
/** Options of the plugin. */
export interface SignkeyOptions extends AdapterOptions<FastifyRequest> {
    /** What requests are admitted by. */
    endpoint: Endpoint;
}
/**
 * Plugin for Fastify 4 and 5, over HTTP/1 or HTTP/2, that admits requests of any method in the scope it is registered in,
 * and the scopes below. What is refused never reaches the handler; it is answered with the status of the error, and its
 * code and message as JSON. The handler finds how its request got in as `request.signkey`.
 *
 * It judges what the `preParsing` hooks before it have made of the body. Behind it there may be none: then Fastify does
 * not get ready. Fastify's own `bodyLimit`, 1 MiB by default, holds as well.
 */
export declare const signkey: FastifyPluginCallback<SignkeyOptions>;
