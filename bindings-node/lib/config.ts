import { type InspectOptions, inspect } from 'node:util';
import { type ApiAuth, apiAuthOver } from './api-auth.js';
import type { App } from './app.js';
import type { ConfigOptions, Problem, Variables } from './config-options.js';
import { type ConfigEndpointOptions, Endpoint, type Mode, endpointInternals } from './endpoint.js';
import { SignkeyError, misuse } from './error.js';
import type { Setting } from './internal/addon.js';
import { toApp } from './internal/app.js';
import { toText } from './internal/arguments.js';
import { withConfigTexts } from './internal/config-settings.js';
import { OfConfig } from './internal/endpoint-settings.js';
import { granted, lifeline } from './internal/handle.js';
import { addon } from './internal/load.js';
import { clockOf, receivedGet } from './internal/received.js';
import { type Keyring, keyringOver } from './keyring.js';
import type { AuthenticateOptions, ReceivedRequest } from './request.js';

const hold = lifeline((handle) => addon.closeConfig(handle));

/** @internal What a sync needs of a config. */
export let configHandle: (config: Config) => number;

/**
 * What an app is configured to do: from explicit options, from variables, else by default.
 *
 * A setting that is wrong is an error where it is used, never silently another one, and {@link Config.check} lists all
 * that is wrong at once. It cannot be changed, keeps no key text and shows no secret. Not transferable to other threads:
 * make one in each worker.
 */
export class Config {
  readonly #handle: number;
  readonly #facts: { mode: Mode; modeSource: string; environmentSource?: string; allowsInBandSync: boolean };
  #keys: Keyring | SignkeyError | undefined;

  /** The names of all variables that are read. */
  static readonly VARIABLES: readonly string[] = Object.freeze(addon.configVariables());

  static {
    configHandle = (config) => config.#handle;
  }

  /**
   * Reads options and variables. White space around values is removed, and a value of nothing else counts as absent. An
   * option goes before every variable. Nothing is read from the environment: see {@link Config.fromEnv}.
   *
   * @throws {SignkeyError} `invalid_argument` for options that do not exist, an unknown mode, and values that are no
   * strings. Values that are wrong in another way are errors where they are used.
   */
  constructor(options?: ConfigOptions, variables?: Variables) {
    this.#handle = hold(
      this,
      withConfigTexts(options, variables, (...texts) => addon.openConfig(...texts)),
    );
    const { mode, ...facts } = granted(addon.configFacts(this.#handle));
    this.#facts = { ...facts, mode: mode as Mode };
  }

  /**
   * Reads options, and `process.env` as it is now. Node replaces what is not UTF-8 in a variable by U+FFFD, which makes
   * a key `non_hex_key` and a name `invalid_header_value`.
   *
   * @throws {SignkeyError} As the constructor.
   */
  static fromEnv(options?: ConfigOptions): Config {
    return new Config(options, process.env);
  }

  /** Whether requests come from the platform or from a development server. No URL decides it. */
  get mode(): Mode {
    return this.#facts.mode;
  }

  /** Where the mode comes from: `mode`, `INNGEST_DEV` or `default`. */
  get modeSource(): string {
    return this.#facts.modeSource;
  }

  /**
   * The name of the environment to act in; `undefined` for the one of the key.
   *
   * @throws {SignkeyError} `invalid_header_value` if it is not printable ASCII.
   */
  get environment(): string | undefined {
    return this.#setting('environment');
  }

  /** Where the environment's name comes from: `environment` or the name of a variable, if there is one. */
  get environmentSource(): string | undefined {
    return this.#facts.environmentSource;
  }

  /**
   * Where the platform's API is.
   *
   * @throws {SignkeyError} `malformed_url`.
   */
  get apiOrigin(): string {
    return this.#setting('apiOrigin') as string;
  }

  /**
   * Where events are sent.
   *
   * @throws {SignkeyError} `malformed_url`.
   */
  get eventApiOrigin(): string {
    return this.#setting('eventApiOrigin') as string;
  }

  /**
   * The hosting platform, as far as it is known.
   *
   * @throws {SignkeyError} `invalid_header_value` if it is not printable ASCII.
   */
  get platform(): string | undefined {
    return this.#setting('platform');
  }

  /**
   * The origin under which the platform reaches this app, if it was set.
   *
   * @throws {SignkeyError} `malformed_url`.
   */
  get serveOrigin(): string | undefined {
    return this.#setting('serveOrigin');
  }

  /**
   * The path under which the platform reaches this app, if it was set.
   *
   * @throws {SignkeyError} `malformed_url`.
   */
  get servePath(): string | undefined {
    return this.#setting('servePath');
  }

  /**
   * The signing key and its fallback, if there is one.
   *
   * @throws {SignkeyError} `missing_signing_key`, or the first error of {@link SigningKey}.
   */
  get keyring(): Keyring {
    const keys = this.#keysOrError();
    // A copy each time: an error says where it was thrown.
    if (keys instanceof SignkeyError) throw new SignkeyError(keys.code, keys);
    return keys;
  }

  /** Whether the configuration may be returned in the response to a signed sync. */
  get allowsInBandSync(): boolean {
    return this.#facts.allowsInBandSync;
  }

  /**
   * The URL to report to the platform: that of a request to this app, under the origin and path that were set, without
   * `deployId` in its query. Other parameters stay as they are.
   *
   * @throws {SignkeyError} `malformed_url`, also of the settings.
   */
  serveUrl(url: string): string {
    return granted(addon.configServeUrl(this.#handle, toText(url, 'url')));
  }

  /** Everything that is wrong, or looks so, in the order of the settings. */
  check(): readonly Problem[] {
    const problems = granted(addon.configProblems(this.#handle));
    return problems.map((problem) => Object.freeze(problem as Problem));
  }

  /**
   * The settings and their problems as JSON. Of signing keys it says the ids, of the event key whether there is one;
   * what is malformed is `null`.
   */
  describe(): string {
    return granted(addon.configDescription(this.#handle));
  }

  /**
   * How requests to this app are authenticated. A key that is wrong is no error here but one of the requests: in cloud
   * mode of all, in dev mode of those that are signed.
   *
   * @throws {SignkeyError} `invalid_argument`.
   */
  endpoint(options?: ConfigEndpointOptions): Endpoint {
    return new Endpoint(this.#keysOrError(), new OfConfig(this.#handle, this.mode, options) as never);
  }

  /**
   * How this app's own calls to the platform's API are authenticated: in dev mode without a usable key not at all. Make
   * one and keep it: it remembers which key worked.
   *
   * @throws {SignkeyError} As {@link Config.apiOrigin}, and in cloud mode as {@link Config.keyring}.
   */
  apiAuth(): ApiAuth {
    return apiAuthOver(addon.openConfigApiAuth(this.#handle));
  }

  /**
   * The body of the answer to a `GET` of the app's endpoint (SPEC.md, section 12), as JSON. It shows more to whoever
   * signed the request, and never more of a signing key than its id.
   *
   * @param request - With the method `GET` and no body, unless it says otherwise.
   * @throws {SignkeyError} `invalid_argument`. A signature that is refused is no error.
   */
  introspect(
    app: App,
    endpoint: Endpoint,
    request: Partial<ReceivedRequest> & Pick<ReceivedRequest, 'headers'>,
    options?: AuthenticateOptions<number | bigint>,
  ): string {
    const facts = toApp(app);
    if (!(endpoint instanceof Endpoint)) throw misuse('endpoint must be an Endpoint');
    const { handle } = endpointInternals(endpoint);
    const { method, fields, body } = receivedGet(request);
    return granted(addon.introspect(this.#handle, facts, handle, method, fields, body, clockOf(options)));
  }

  #setting(setting: Setting): string | undefined {
    return granted(addon.configSetting(this.#handle, setting))[0];
  }

  #keysOrError(): Keyring | SignkeyError {
    return (this.#keys ??= orError(() => keyringOver(addon.openConfigKeyring(this.#handle))));
  }

  toJSON(): unknown {
    return JSON.parse(this.describe());
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return depth < 0 ? '[Config]' : `Config ${inspect(this.toJSON(), options)}`;
  }

  get [Symbol.toStringTag](): string {
    return 'Config';
  }
}

Object.freeze(Config.prototype);

/** The result, or the error of signkey in its place. */
function orError<T>(work: () => T): T | SignkeyError {
  try {
    return work();
  } catch (error) {
    if (error instanceof SignkeyError) return error;
    throw error;
  }
}
