// Requests as Lambda gets them.

import type { LambdaEvent } from '../lambda-event.js';
import type { Received } from './door.js';

export function methodOf({ httpMethod, requestContext }: LambdaEvent): string {
  return httpMethod ?? requestContext?.http?.method ?? '';
}

/** The headers; all values of each, where the event has them. */
export function headersOf({ headers, multiValueHeaders }: LambdaEvent): Readonly<Record<string, unknown>> {
  return multiValueHeaders ?? headers ?? {};
}

export function bodyOf({ body, isBase64Encoded }: LambdaEvent): Received {
  const text = body ?? '';
  if (typeof text !== 'string') return { noBody: 'parsed' };
  return { body: Buffer.from(text, isBase64Encoded === true ? 'base64' : 'utf8'), framing: 'ended' };
}
