// The SDK reports a step to the platform with the arguments of the call, unless JSON passes them over.

type Tool = (...args: never[]) => unknown;
type Work = (...args: unknown[]) => unknown;

/** Those of the tools to which data is given. */
interface Tools {
  run: Tool;
  sendEvent: Tool;
  invoke: Tool;
  ai: { wrap: Tool };
}

/** Step tools that do the same, and of whose data nothing is reported. */
export function withHiddenArguments<T extends Tools>(step: T): T {
  const { run, sendEvent, invoke, ai } = step;
  return {
    ...step,
    run: withBoundArguments(run),
    sendEvent: withHiddenPayload(sendEvent),
    invoke: withHiddenPayload(invoke),
    ai: { ...ai, wrap: withBoundArguments(ai.wrap) },
  };
}

/** For tools that call a function with the arguments behind it. */
function withBoundArguments<T extends Tool>(tool: T): T {
  const bound = (id: unknown, work: Work, ...rest: unknown[]): unknown =>
    call(tool, id, rest.length === 0 ? work : () => work(...rest));
  return bound as Tool as T;
}

/** For tools that take an object, or several in an array. */
function withHiddenPayload<T extends Tool>(tool: T): T {
  const hidden = (id: unknown, payload: unknown): unknown =>
    call(tool, id, Array.isArray(payload) ? payload.map(hide) : hide(payload));
  return hidden as Tool as T;
}

function call(tool: Tool, ...args: unknown[]): unknown {
  return Reflect.apply(tool, undefined, args);
}

/** A copy that JSON passes over. Copies of it by its properties are as the original. */
function hide(object: unknown): unknown {
  if (typeof object !== 'object' || object === null) return object;
  return Object.create(Object.getPrototypeOf(object) as object, {
    ...Object.getOwnPropertyDescriptors(object),
    toJSON: { value: () => undefined },
  });
}
