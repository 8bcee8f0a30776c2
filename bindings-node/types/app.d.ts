/** What an SDK says of itself and of the app that it serves. None of it is secret. */
export interface App {
    /** The id of the app. */
    id: string;
    /** The SDK and its version: `name:v1.2.3`, the value of `X-Inngest-Sdk`. */
    sdk: string;
    /** The language of the SDK, such as `js`. */
    language: string;
    /** The framework that serves the app, such as `express`. */
    framework: string;
    /** The number of functions. */
    functions: number | bigint;
    /** Whether the SDK answers trust probes. `false` by default. */
    trustProbe?: boolean | undefined;
    /** Whether the SDK can connect to the platform by itself. `false` by default. */
    connect?: boolean | undefined;
}
