// How a request of Node's own servers gets in.

import type { IncomingMessage } from 'node:http';
import type { Admission } from '../admission.js';
import type { Refusal } from '../refusal.js';
import type { Door, Received } from './door.js';
import { LowerCase } from './headers.js';

/** Reads the body of a request, at most so many bytes. */
type Read = (
  request: IncomingMessage,
  atMost: number | bigint,
  receive: (received: Received) => Promise<unknown> | undefined,
) => void;
/** Takes the admission, the refusal that it has come to, and the body; or an error in place of all. */
type Done = (error: unknown, admission?: Admission, refusal?: Refusal, received?: Received) => void;

/** Judges a request. `context` is what hooks know it by. */
export function enter<Context>(
  door: Door<Context>,
  context: Context,
  request: IncomingMessage,
  read: Read,
  done: Done,
): void {
  let admission: Admission;
  try {
    admission = door.admit(context, request.method ?? '', new LowerCase(request.headers));
  } catch (error) {
    return done(error);
  }
  const { step } = admission;
  if (step.kind !== 'read_body') return done(undefined, admission, admission.refusal);
  read(request, step.atMost, (received) => {
    let refusal: Refusal | undefined;
    let claim: Promise<Refusal | undefined> | undefined;
    try {
      refusal = door.receive(admission, received);
      claim = door.claim(admission);
    } catch (error) {
      done(error);
      return undefined;
    }
    if (claim === undefined) {
      done(undefined, admission, refusal, received);
      return undefined;
    }
    // Not within the promise: what the app throws is not its rejection.
    claim.then(
      (late) => queueMicrotask(() => done(undefined, admission, late, received)),
      (error: unknown) => queueMicrotask(() => done(error)),
    );
    return claim;
  });
}
