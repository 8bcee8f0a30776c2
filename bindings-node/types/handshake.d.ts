import { ApiAuth } from './api-auth.js';
import type { App } from './app.js';
import { Config } from './config.js';
import { Endpoint } from './endpoint.js';
import type { Bytes, OwnBuffer } from './inputs.js';
import type { AuthenticateOptions, ReceivedRequest } from './request.js';
/** Who takes part in a sync. */
export interface HandshakeParties {
    /** The settings; their keys sign the response. */
    config: Config;
    /** How the registration is authenticated. It remembers which key worked, so keep it from one sync to the next. */
    apiAuth: ApiAuth;
    app: App;
    /** What judges the request. */
    endpoint: Endpoint;
}
/** The request that begins a sync. */
export interface SyncRequest extends Omit<ReceivedRequest, 'body'> {
    /** The query of its URL as received, without the question mark; empty by default. */
    query?: string | undefined;
    /** The bytes of the body, before anything read them; none by default. */
    body?: Bytes | undefined;
}
/** What is to be sent to the platform, by `POST`. It follows no redirect. */
export interface RegisterRequest {
    readonly url: string;
    /**
     * All headers but those about the body's length. `Authorization` among them is a secret, which `console.log` and
     * `JSON.stringify` do not show.
     */
    readonly headers: Readonly<Record<string, string>>;
}
/** The response to the request that began a sync. */
export interface SyncResponse {
    readonly status: number;
    /** The signature is among them if, and only if, the request was verified. */
    readonly headers: Readonly<Record<string, string>>;
    /** JSON in UTF-8, to be sent as it is. */
    readonly body: OwnBuffer;
}
/**
 * A sync (SPEC.md, section 11), with which an app tells the platform which functions it has. It does no input or output:
 * while there is a `request()`, send it with the configuration as its body and hand over the `answer`; then send the
 * `response`. In band, the response is the configuration.
 *
 * The same inputs lead to the same requests, and nothing is remembered between syncs but the key that worked. For one
 * sync and in one thread.
 */
export declare class Handshake {
    #private;
    /**
     * Judges the request with the endpoint and begins the sync. In band it goes only if the request asks for it, its
     * signature was verified, and the settings allow it.
     *
     * @throws {SignkeyError} As {@link Endpoint.authenticate}; `method_not_allowed` for any other than `PUT`;
     * `missing_environment`, `invalid_header_value` or `malformed_url` of the settings; `invalid_argument` for texts of the
     * app that cannot stand in headers, and other misuse.
     */
    constructor(parties: HandshakeParties, request: SyncRequest, options?: AuthenticateOptions<number | bigint>);
    /** Whether the response is the configuration, and nothing is sent to the platform. */
    get isInBand(): boolean;
    /** What to send to the platform; `undefined` in band, and at the end. */
    request(): RegisterRequest | undefined;
    /**
     * Takes the platform's answer; status 0 if none arrived. It may lead to the same request with another credential.
     *
     * @throws {SignkeyError} `finished` after the end; `invalid_argument` in band.
     */
    answer(status: number, body?: Bytes): void;
    /**
     * The response to the request that began the sync. It is signed if, and only if, that was verified.
     *
     * @param configuration - The app's configuration as JSON in UTF-8; in band, and only there.
     * @throws {SignkeyError} `invalid_argument` before the end, for a configuration that belongs in no response or is
     * missing in one, and if the config's keys did not verify the request; the error of these keys.
     */
    response(configuration?: Bytes, options?: AuthenticateOptions<number | bigint>): SyncResponse;
    /** At the end out of band, what happened, for people: the platform's own words where it gave some. */
    get message(): string | undefined;
    /** At the end out of band, whether the platform changed anything; `false` for a configuration that it knew already. */
    get modified(): boolean | undefined;
    toJSON(): {
        stage: string | undefined;
        message?: string;
        modified?: boolean;
    };
    get [Symbol.toStringTag](): string;
}
