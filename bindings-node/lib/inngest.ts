import type { Middleware } from 'inngest';
import { misuse } from './error.js';
import { Encryptor } from './encryptor.js';
import { decrypted, encrypted } from './internal/json-values.js';
import { withHiddenArguments } from './internal/hidden-arguments.js';
import { lists } from './internal/lists.js';
import { openError, openTypedError, resealError, sealedError } from './internal/sealed-error.js';

type Next = () => Promise<unknown>;

/** The events with which the platform tells how a run ended. */
const LIFECYCLE = new Set<unknown>(lists.lifecycleEvents);

/** Steps whose output the platform makes itself, without a key. */
const PLATFORM_STEPS = new Set<unknown>(['sleep', 'waitForSignal', 'ai.infer', 'fetch']);

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
export function encryptionMiddleware(encryptor: Encryptor): Middleware.Class {
  if (!(encryptor instanceof Encryptor)) throw misuse('encryptor must be an Encryptor');
  return class extends EncryptionMiddleware {
    constructor({ client }: Pick<Middleware.BaseMiddleware, 'client'>) {
      super(client, encryptor);
    }
  };
}

/** One is made for each request. */
class EncryptionMiddleware implements Middleware.BaseMiddleware {
  readonly id = 'signkey:encryption';
  readonly client: Middleware.BaseMiddleware['client'];
  declare functionOutputTransform: Middleware.DefaultStaticTransform;
  declare stepOutputTransform: Middleware.DefaultStaticTransform;

  readonly #encryptor: Encryptor;
  /** Errors of steps, which the SDK knows again if the function lets them pass. */
  readonly #stepErrors = new WeakSet<object>();
  #rejectRun: ((error: unknown) => void) | undefined;

  constructor(client: Middleware.BaseMiddleware['client'], encryptor: Encryptor) {
    this.client = client;
    this.#encryptor = encryptor;
  }

  transformSendEvent(arg: Middleware.TransformSendEventArgs): Middleware.TransformSendEventArgs {
    if (this.#encryptor.decryptOnly) return arg;
    return { ...arg, events: arg.events.map((event) => this.#encryptEvent(event)) };
  }

  transformStepInput(arg: Middleware.TransformStepInputArgs): Middleware.TransformStepInputArgs {
    if (this.#encryptor.decryptOnly || arg.stepInfo.stepType !== 'invoke') return arg;
    const input = (arg.input as Invocation[]).map((each) =>
      each?.payload ? { ...each, payload: this.#encryptEvent(each.payload) } : each,
    );
    return { ...arg, input };
  }

  transformFunctionInput(arg: Middleware.TransformFunctionInputArgs): Middleware.TransformFunctionInputArgs {
    const { event, events, step, error } = arg.ctx as typeof arg.ctx & { error?: unknown };
    if (error instanceof Error) openTypedError(this.#encryptor, error);
    const ctx = {
      ...arg.ctx,
      ...(event && { event: this.#decryptEvent(event) }),
      ...(events && { events: events.map((each) => this.#decryptEvent(each)) as typeof events }),
      ...(step && !this.#encryptor.decryptOnly && { step: withHiddenArguments(step) }),
    };
    return { ...arg, ctx };
  }

  /** Around the work of a step of this machine, on its first run. */
  async wrapStepHandler({ next }: { readonly next: Next }): Promise<unknown> {
    return this.#encryptOutcome(next);
  }

  /** Around a step as the function sees it, whether it has just run or ran long ago. */
  async wrapStep({ next, stepInfo }: Pick<Middleware.WrapStepArgs, 'next' | 'stepInfo'>): Promise<unknown> {
    let output: unknown;
    try {
      output = await next();
    } catch (error) {
      if (error instanceof Error) {
        this.#stepErrors.add(error);
        await this.#orFailRun(() => openError(this.#encryptor, error));
      }
      throw error;
    }
    return this.#orFailRun(() => this.#decryptOutput(output, stepInfo.stepType));
  }

  async wrapFunctionHandler({ next }: { readonly next: Next }): Promise<unknown> {
    const failure = new Promise<never>((_, reject) => {
      this.#rejectRun = reject;
    });
    return Promise.race([failure, this.#encryptOutcome(next)]);
  }

  async #encryptOutcome(next: Next): Promise<unknown> {
    const encryptor = this.#encryptor;
    if (encryptor.decryptOnly) return next();
    try {
      return encrypted(encryptor, encryptor.encryptValue, await next());
    } catch (error) {
      if (this.#stepErrors.has(error as Error)) throw resealError(encryptor, error as Error);
      throw sealedError(encryptor, error);
    }
  }

  #decryptOutput(output: unknown, stepType: unknown): unknown {
    if (PLATFORM_STEPS.has(stepType)) return output;
    if (stepType !== 'waitForEvent') return decrypted(this.#encryptor, this.#encryptor.decryptValue, output);
    return output ? this.#decryptEvent(output as EventLike) : output;
  }

  #encryptEvent<T extends EventLike>(event: T): T {
    const { data } = event;
    return data ? { ...event, data: encrypted(this.#encryptor, this.#encryptor.encryptEventData, data) } : event;
  }

  #decryptEvent<T extends EventLike>(event: T): T {
    const { name, data } = event;
    const { decryptLifecycleData, decryptEventData } = this.#encryptor;
    const method = LIFECYCLE.has(name) ? decryptLifecycleData : decryptEventData;
    return data ? { ...event, data: decrypted(this.#encryptor, method, data) } : event;
  }

  async #orFailRun<T>(decrypt: () => T): Promise<T> {
    try {
      return decrypt();
    } catch (error) {
      return this.#failRun(error);
    }
  }

  /**
   * Fails the whole run, and never returns. The SDK would not hear of a failure in `wrapStep` around a step that ran
   * before, and Node would end the process over it.
   */
  async #failRun(error: unknown): Promise<never> {
    if (this.#rejectRun === undefined) throw error;
    this.#rejectRun(error);
    return new Promise<never>(() => undefined);
  }
}

interface EventLike {
  name?: unknown;
  data?: unknown;
}

type Invocation = { payload?: EventLike } | undefined;
