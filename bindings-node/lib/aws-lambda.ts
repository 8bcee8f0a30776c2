import type { AdapterOptions } from './adapter-options.js';
import type { Admission } from './admission.js';
import type { Endpoint } from './endpoint.js';
import { Door } from './internal/door.js';
import { bodyOf, headersOf, methodOf } from './internal/lambda-request.js';
import { LambdaResponse, refusalResult, signaturesOf } from './internal/lambda-response.js';
import type { LambdaEvent, LambdaResult } from './lambda-event.js';
import type { Refusal } from './refusal.js';

export type { AdapterOptions } from './adapter-options.js';
export type { LambdaEvent, LambdaResult } from './lambda-event.js';

/** A handler of Lambda that is told how its request got in. */
export type Handler<Event, Rest extends unknown[]> = (
  event: Event,
  admission: Admission,
  ...rest: Rest
) => Promise<unknown> | unknown;

/**
 * Lets in to a Lambda function what an endpoint admits: requests of API Gateway (REST and HTTP APIs), of function URLs and
 * of application load balancers. What is refused never reaches the handler; it is answered with the status of the error,
 * and its code and message as JSON.
 *
 * The handler's second argument says how its request got in; the context follows. The bytes that were judged are those of
 * `event.body`, decoded from Base64 where it says so. A result without a `statusCode` means what it means to HTTP APIs.
 * Responses that are streamed (`streamifyResponse`) are not for this adapter.
 */
export function protect<Event extends LambdaEvent, Rest extends unknown[]>(
  endpoint: Endpoint,
  handler: Handler<Event, Rest>,
  options?: AdapterOptions<Event>,
): (event: Event, ...rest: Rest) => Promise<unknown> {
  const door = new Door(endpoint, options, 'hand over the event as it came');
  const refused = (event: Event, refusal: Refusal): LambdaResult => {
    door.report(event, refusal);
    return refusalResult(event, refusal);
  };
  const signed = (event: Event, admission: Admission, result: unknown): unknown => {
    if (!endpoint.signsResponses) return result;
    const response = LambdaResponse.of(event, result);
    const step = door.response(admission, response.status, response.contentType);
    if (step.kind === 'forward') return result;
    if (step.kind === 'refuse') return refused(event, step.refusal);
    const signature = door.sign(admission, response.body(step.empty));
    return typeof signature === 'string' ? response.signed(signature, step.empty) : refused(event, signature);
  };
  return async (event, ...rest) => {
    const admission = door.admit(event, methodOf(event), headersOf(event));
    const isBodyWanted = admission.step.kind === 'read_body';
    const judged = isBodyWanted ? door.receive(admission, bodyOf(event)) : admission.refusal;
    const refusal = judged ?? (await door.claim(admission));
    if (refusal !== undefined) return refused(event, refusal);

    const result = signed(event, admission, await handler(event, admission, ...rest));
    if (door.claimsResponse(admission)) await door.claimResponse(admission, signaturesOf(result));
    return result;
  };
}
