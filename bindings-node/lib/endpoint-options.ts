import type { ReplayGuard } from './replay-guard.js';
import type { ReplayStore } from './replay-store.js';

/** Whether requests come from the platform, which signs them all, or from a development server, which signs none. */
export type Mode = 'cloud' | 'dev';

/** Options of an endpoint of `Config`, beside what its settings say. The defaults are the strictest. */
export interface ConfigEndpointOptions {
  /**
   * Methods whose requests may come without a signature, e.g. `['GET']`; none by default. They are compared as they are
   * (RFC 9110, section 9.1), and a name with lower-case letters is an error. A signature that is there is verified for
   * every method.
   */
  unsignedMethods?: readonly string[] | undefined;
  /** Whether a `PUT`, which begins a sync, may come without a signature. `false` by default. */
  unsignedSync?: boolean | undefined;
  /** How old a signature may be, in seconds, the border included. 300 by default. */
  past?: number | bigint | undefined;
  /** How far ahead of the clock a signature may be, in seconds, the border included. 300 by default. */
  future?: number | bigint | undefined;
  /** The largest body of a request, in bytes; 16 MiB by default. A larger one is refused. */
  maxBodySize?: number | bigint | undefined;
  /** The largest body, in bytes, whose canonical form is tried. By default `maxBodySize`, and at most 4 MiB. */
  maxJsonSize?: number | bigint | undefined;
  /** The largest response that is held back to be signed, in bytes; 16 MiB by default. */
  maxResponseSize?: number | bigint | undefined;
  /** Whether responses to verified requests are signed, with the key that verified the request. `false` by default. */
  signResponses?: boolean | undefined;
  /**
   * What replay protection takes for one endpoint; empty by default. A message is accepted once under each name, so two
   * apps that share a key and a store need two.
   */
  name?: string | undefined;
  /** Remembers what this process has accepted: a message that comes again is `replayed`. */
  replayGuard?: ReplayGuard | undefined;
  /** Remembers what all processes of the app have accepted. Adapters ask it before the handler runs. */
  replayStore?: ReplayStore | undefined;
  /** How far the clocks of these processes may be apart, in seconds; 300 by default. Claims last so much longer. */
  replaySkew?: number | bigint | undefined;
  /** Whether to accept messages while the store does not answer. `false` by default: `replay_store_unavailable`. */
  admitUnclaimed?: boolean | undefined;
}

/** Options of an `Endpoint`. */
export interface EndpointOptions extends ConfigEndpointOptions {
  /** `cloud` by default. */
  mode?: Mode | undefined;
}
