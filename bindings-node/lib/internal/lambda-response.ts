// Responses as Lambda functions return them.

import type { LambdaEvent, LambdaResult } from '../lambda-event.js';
import type { Refusal } from '../refusal.js';
import { lists } from './lists.js';

type Headers = Record<string, unknown>;

const EMPTY = new Uint8Array();
const TYPE = 'Content-Type';

/** Headers in the form in which whoever sent the event wants them. */
function formOf(event: LambdaEvent, headers: Headers): Pick<LambdaResult, 'headers' | 'multiValueHeaders'> {
  if (!event.multiValueHeaders) return { headers };
  return { multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) };
}

/** A refusal as the result. */
export function refusalResult(event: LambdaEvent, { status, headers, body }: Refusal): LambdaResult {
  return { statusCode: status, ...formOf(event, headers), body, isBase64Encoded: false };
}

/** The response that a result stands for. */
export class LambdaResponse {
  readonly #event: LambdaEvent;
  readonly #result: LambdaResult;

  private constructor(event: LambdaEvent, result: LambdaResult) {
    this.#event = event;
    this.#result = result;
  }

  /** A result without a status is a body, as HTTP APIs have it. */
  static of(event: LambdaEvent, result: unknown): LambdaResponse {
    const isResult = typeof result === 'object' && result !== null && 'statusCode' in result;
    if (isResult) return new LambdaResponse(event, result as LambdaResult);
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return new LambdaResponse(event, { statusCode: 200, headers: { [TYPE]: 'application/json' }, body });
  }

  get status(): number {
    return Number(this.#result.statusCode);
  }

  get contentType(): string | undefined {
    const { headers, multiValueHeaders } = this.#result;
    const value = find(headers, TYPE) ?? find(multiValueHeaders, TYPE);
    return value === undefined ? undefined : String(value);
  }

  body(isEmpty: boolean): Uint8Array {
    const { body, isBase64Encoded } = this.#result;
    return isEmpty || !body ? EMPTY : Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  }

  /** The result with a signature, in place of any that is there. */
  signed(signature: string, isEmpty: boolean): LambdaResult {
    const { headers, multiValueHeaders, ...rest } = this.#result;
    const own = formOf(this.#event, { [lists.signatureHeader]: signature });
    return {
      ...rest,
      ...(isEmpty && { body: '', isBase64Encoded: false }),
      headers: { ...without(headers), ...own.headers },
      ...(multiValueHeaders || own.multiValueHeaders
        ? { multiValueHeaders: { ...without(multiValueHeaders), ...own.multiValueHeaders } }
        : {}),
    };
  }
}

/** The signatures in a result, be it signed by us or by the app. */
export function signaturesOf(result: unknown): unknown[] {
  const isResult = typeof result === 'object' && result !== null;
  const { headers, multiValueHeaders } = (isResult ? result : {}) as Partial<LambdaResult>;
  return [find(headers, lists.signatureHeader), find(multiValueHeaders, lists.signatureHeader)].flat();
}

function find(headers: object = {}, name: string): unknown {
  return Object.entries(headers).find(([other]) => isSame(other, name))?.[1];
}

/** The headers without a signature. */
function without<T extends object>(headers: T | undefined): T {
  const entries = Object.entries(headers ?? {}).filter(([name]) => !isSame(name, lists.signatureHeader));
  return Object.fromEntries(entries) as T;
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
