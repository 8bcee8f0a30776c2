import type { Mode } from './endpoint-options.js';

/** Settings that go before the variables. A blank text counts as absent. */
export interface ConfigOptions {
  mode?: Mode | undefined;
  /** Where the development server is. It does not switch dev mode on. */
  devServerUrl?: string | undefined;
  /** Where the API is and where events are sent. */
  baseUrl?: string | undefined;
  /** Where the API is. */
  apiBaseUrl?: string | undefined;
  /** Where events are sent. */
  eventApiBaseUrl?: string | undefined;
  signingKey?: string | undefined;
  /** The signing key that is accepted beside the other. */
  signingKeyFallback?: string | undefined;
  eventKey?: string | undefined;
  /** The name of the environment to act in. */
  environment?: string | undefined;
  /** The name of the hosting platform. */
  platform?: string | undefined;
  /** The origin under which the platform reaches this app; `https://` may be left out. */
  serveOrigin?: string | undefined;
  /** The path under which the platform reaches this app. */
  servePath?: string | undefined;
}

/** The variables of an environment, such as `process.env`, by their names. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Something that is wrong with a setting, or looks so. It quotes no value. */
export interface Problem {
  /** The `snake_case` name, the same in every language of signkey. */
  readonly code: string;
  /** `error`: something will be refused. `warning`: everything works, but perhaps not as it was meant. */
  readonly severity: 'error' | 'warning';
  /** The variable, or the option, in `snake_case`. */
  readonly setting: string;
  /** A sentence for people, which begins with the setting, without a final stop. */
  readonly message: string;
  /** What to do about it: a sentence without a final stop. */
  readonly hint: string;
}
