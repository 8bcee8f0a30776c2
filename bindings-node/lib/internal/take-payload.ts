// What a hook has put in place of a request's body.

import { Readable } from 'node:stream';
import { Collector } from './collector.js';
import type { Received } from './door.js';
import { stateOf } from './take-body.js';

/** A payload as Fastify knows it: how long it was before it was decoded is what `Content-Length` says. */
type Payload = Readable & { receivedEncodedLength?: number };

/** Reads a payload to its end, and hands on another with the same bytes. */
export function takePayload(
  payload: Payload,
  atMost: number | bigint,
  receive: (received: Received, again: Payload) => void,
): void {
  const { dataEmitted, flowing, destroyed, ended, length } = stateOf(payload);
  if (dataEmitted || flowing === true) return receive({ noBody: 'parsed' }, payload);
  if (destroyed) return receive({ noBody: 'aborted' }, payload);
  const collector = new Collector(atMost);
  let isOver = false;
  const finish = (received: Received, again: Payload = payload): void => {
    if (isOver) return;
    isOver = true;
    payload.off('data', onData).off('end', onEnd);
    receive(received, again);
  };
  const onData = (piece: unknown): void => {
    try {
      if (collector.add(typeof piece === 'string' ? Buffer.from(piece) : piece)) return;
      finish({ noBody: 'too_large' });
    } catch {
      finish({ noBody: 'unframed' });
    }
    payload.pause();
  };
  const onEnd = (): void => {
    const [body, { receivedEncodedLength }] = [collector.bytes(), payload];
    const again = Readable.from(body.length > 0 ? [body] : [], { objectMode: false });
    // It may be any other than was sent, but not of another length than was declared.
    finish({ body, framing: 'head' }, Object.assign(again, receivedEncodedLength && { receivedEncodedLength }));
  };
  const onAbort = (): void => finish({ noBody: 'aborted' });
  if (ended && length === 0) return onEnd();
  // The listeners for failures stay: a payload that fails later must not end the process.
  payload.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort);
}
