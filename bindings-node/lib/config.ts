import { Admission, admissionState } from './admission.js';
import { type ApiAuth, apiAuthOver } from './api-auth.js';
import type { App } from './app.js';
import type { ConfigOptions, Problem, Variables } from './config-options.js';
import { type Endpoint, endpointOver } from './endpoint.js';
import type { ConfigEndpointOptions, Mode } from './endpoint-options.js';
import { misuse } from './error.js';
import type { Setting } from './internal/addon.js';
import { toApp } from './internal/app.js';
import { toText } from './internal/arguments.js';
import { withConfigTexts, withFiles } from './internal/config-settings.js';
import { configSettings } from './internal/endpoint-settings.js';
import { hold, unwrap } from './internal/handle.js';
import { lists } from './internal/lists.js';
import { addon } from './internal/load.js';
import { showAs } from './internal/shown.js';
import { type Keyring, keyringOver } from './keyring.js';
import { type Registration, registrationOver } from './registration.js';

/**
 * What an app is configured to do: from explicit options, from variables, else by default.
 *
 * A setting that is wrong is an error where it is used, never silently another one, and {@link Config.check} lists all
 * that is wrong at once. It cannot be changed, keeps no key text and shows no secret. Not transferable to other threads:
 * make one in each worker.
 */
export class Config {
  readonly #handle: number;
  #keyring: Keyring | undefined;

  /** The names of all variables that are read. */
  static readonly VARIABLES: readonly string[] = Object.freeze(lists.configVariables);

  /**
   * The variables among them that hold the path of a file with a key, as Docker and Kubernetes mount it.
   * {@link Config.fromEnv} reads the files. The constructor reads none: there, their values are what the files hold.
   */
  static readonly FILE_VARIABLES: readonly string[] = Object.freeze(lists.configFileVariables);

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
  }

  /**
   * Reads options, and `process.env` as it is now. For {@link Config.FILE_VARIABLES}, the files that they name are read;
   * one that cannot be read, or is not UTF-8, is `invalid_setting`. Node replaces what is not UTF-8 in a variable by U+FFFD, which makes
   * a key `non_hex_key` and a name `invalid_header_value`.
   *
   * @throws {SignkeyError} As the constructor.
   */
  static fromEnv(options?: ConfigOptions): Config {
    return new Config(options, withFiles(process.env));
  }

  /**
   * Whether requests come from the platform or from a development server.
   *
   * @throws {SignkeyError} `invalid_setting`; then every request is refused.
   */
  get mode(): Mode {
    return this.#setting('mode') as Mode;
  }

  /** Where the mode comes from: `mode`, `INNGEST_DEV` or `default`; `undefined` if that says nothing that is known. */
  get modeSource(): string | undefined {
    return this.#described('mode_source');
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
    return this.#described('environment_source');
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
    return (this.#keyring ??= keyringOver(addon.openConfigKeyring(this.#handle)));
  }

  /**
   * Whether the configuration may be returned in the response to a signed sync.
   *
   * @throws {SignkeyError} `invalid_setting`; then every request is refused.
   */
  get allowsInBandSync(): boolean {
    return unwrap(addon.configAllowsInBandSync(this.#handle));
  }

  /**
   * The URL to report to the platform: that of a request to this app, under the origin and path that were set, without
   * `deployId` in its query. Other parameters stay as they are.
   *
   * @throws {SignkeyError} `malformed_url`, also of the settings.
   */
  serveUrl(url: string): string {
    return unwrap(addon.configServeUrl(this.#handle, toText(url, 'url')));
  }

  /** Everything that is wrong, or looks so, in the order of the settings. */
  check(): readonly Problem[] {
    const problems = unwrap(addon.configProblems(this.#handle));
    return problems.map((problem) => Object.freeze(problem as Problem));
  }

  /**
   * The settings and their problems as JSON. Of signing keys it says the ids, of the event key whether there is one;
   * what is malformed is `null`.
   */
  describe(): string {
    return unwrap(addon.configDescription(this.#handle));
  }

  /**
   * How requests get into this app: an endpoint of the mode and the keys of the settings. If the mode, the keys or another
   * switch is an error, that is one of the requests: in cloud mode of all, in dev mode of those that need the keys.
   *
   * @throws {SignkeyError} `invalid_argument`, as {@link Endpoint}.
   */
  endpoint(options: ConfigEndpointOptions = {}): Endpoint {
    return endpointOver(addon.openConfigEndpoint(this.#handle, configSettings(options)), options.replayStore);
  }

  /**
   * How this app's own calls to the platform's API are authenticated: in dev mode without a usable key not at all. What
   * one learns of the keys, all know that this config makes.
   *
   * @throws {SignkeyError} As {@link Config.apiOrigin}, and in cloud mode as {@link Config.keyring}.
   */
  apiAuth(): ApiAuth {
    return apiAuthOver(addon.openConfigApiAuth(this.#handle));
  }

  /**
   * Begins a sync with the request that was admitted, which is not judged again. In band it goes only if the request asks
   * for it, its signature was verified, and the settings allow it.
   *
   * @param query - That of the URL as received, without the question mark.
   * @throws {SignkeyError} Why the request was refused; the errors of {@link Config.apiAuth}; `method_not_allowed` for
   * any other than `PUT`; `missing_environment`, `invalid_header_value` or `malformed_url` of the settings;
   * `invalid_argument` for texts of the app that cannot stand in headers, and other misuse.
   */
  registration(app: App, admission: Admission<number | bigint>, query = ''): Registration {
    const state = stateOf(admission);
    return registrationOver(addon.openRegistration(this.#handle, toApp(app), state, toText(query, 'query')));
  }

  /**
   * The body of the answer to a `GET` of the app's endpoint (SPEC.md, section 12), as JSON. It shows more to whoever
   * signed the request, and never more of a signing key than its id. A request that was refused has an answer, too.
   *
   * @throws {SignkeyError} `invalid_argument`.
   */
  introspect(app: App, admission: Admission<number | bigint>): string {
    return unwrap(addon.introspect(this.#handle, toApp(app), stateOf(admission)));
  }

  #setting(setting: Setting): string | undefined {
    return unwrap(addon.configSetting(this.#handle, setting))[0];
  }

  #described(name: string): string | undefined {
    const { [name]: value } = JSON.parse(this.describe()) as Record<string, string | null>;
    return value ?? undefined;
  }

  toJSON(): unknown {
    return JSON.parse(this.describe());
  }
}

showAs('Config', Config);

function stateOf(admission: unknown): Uint8Array {
  if (!(admission instanceof Admission)) throw misuse('admission must be an Admission');
  return admissionState(admission);
}
