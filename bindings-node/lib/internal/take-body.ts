// The body of a request of Node's own servers, which stays where handlers look for it.

import type { Readable } from 'node:stream';
import { Collector } from './collector.js';
import type { Received } from './door.js';

/** On a request whose body was put back: its size. */
const PUT_BACK = Symbol('signkey.putBack');

/** A request as Node's own servers hand it over, by HTTP/1 or HTTP/2, or what tests and clouds make in its likeness. */
export interface Incoming extends Readable {
  readonly aborted?: boolean;
  readonly complete?: boolean;
  [PUT_BACK]?: number;
  /** The stream of HTTP/2. */
  readonly stream?: { readonly closed: boolean; close(code: number): void };
}

type Receive = (received: Received) => void;

const EMPTY = new Uint8Array();

/**
 * Reads a body to its end, and puts it back for whoever reads next.
 *
 * A stream in paused mode announces its end one tick after its last byte was taken, unless there are bytes again by
 * then. So the bytes go back, and the call goes on, without waiting for a promise.
 */
export function takeBody(request: Incoming, atMost: number | bigint, receive: Receive): void {
  if (isTaken(request)) return receive({ noBody: 'parsed' });
  if (isAborted(request)) return receive({ noBody: 'aborted' });
  if (isEnded(request) && request.readableLength === 0) return receive({ body: EMPTY, framing: 'ended' });
  if (request.destroyed) return receive({ noBody: 'aborted' });

  const collector = new Collector(atMost);
  const finish = (received: Received): void => {
    request.off('readable', onReadable).off('error', onAbort).off('close', onAbort);
    receive(received);
  };
  const onAbort = (): void => finish({ noBody: 'aborted' });
  const onReadable = (): void => {
    try {
      for (let piece: unknown; (piece = request.read()) !== null;) {
        if (!collector.add(piece)) return finish({ noBody: 'too_large' });
      }
    } catch {
      // Whatever it consists of, it is not bytes.
      return finish({ noBody: 'unframed' });
    }
    if (!isEnded(request)) return;
    if (isAborted(request)) return onAbort();
    const body = collector.bytes();
    if (body.length > 0) request.unshift(body);
    request[PUT_BACK] = body.length;
    finish({ body, framing: 'ended' });
  };
  request.on('readable', onReadable).on('error', onAbort).on('close', onAbort);
}

/** Whether something else reads the body, or has read some of it. */
function isTaken(request: Incoming): boolean {
  if (request.readableFlowing === true || request.readableEncoding !== null) return true;
  return request.readableDidRead && request[PUT_BACK] !== request.readableLength;
}

function isAborted({ aborted, stream }: Incoming): boolean {
  return aborted === true || stream?.closed === true;
}

/** Whether the last byte has arrived. An `end` that was announced would be too late: nothing can be put back then. */
export function isEnded(request: Readable): boolean {
  // Long known to everyone: the public properties say it only afterwards, or in HTTP/1 alone.
  const { _readableState: state } = request as unknown as { _readableState?: { ended?: boolean } };
  return state?.ended === true;
}
