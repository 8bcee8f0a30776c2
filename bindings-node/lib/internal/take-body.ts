// The body of a request of Node's own servers, which stays where handlers look for it.

import { AsyncResource } from 'node:async_hooks';
import { IncomingMessage } from 'node:http';
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

/** Reads a body to its end, and leaves it for whoever reads next. */
export function takeBody(request: Incoming, atMost: number | bigint, receive: Receive): void {
  if (isTaken(request)) return receive({ noBody: 'parsed' });
  if (isAborted(request)) return receive({ noBody: 'aborted' });
  const isOver = isEnded(request);
  if (isOver && request.readableLength === 0) return receive({ body: EMPTY, framing: 'ended' });
  if (request.destroyed) return receive({ noBody: 'aborted' });

  // What comes later comes from the parser. It has to find its way back to whom the request is known there.
  const context = new AsyncResource('signkey');
  const collector = new Collector(atMost);
  const isParsers = Reflect.get(request, '_read') === IncomingMessage.prototype._read;
  const take = isParsers && !isOver && request.readableLength === 0 ? takePushed : takeBuffered;
  take(request, collector, (received) => context.runInAsyncScope(receive, undefined, received));
}

/**
 * Takes the pieces out of the hands of the parser of HTTP/1, and hands them on once it is at the end. The request has
 * never been read then.
 */
function takePushed(request: Incoming, collector: Collector, receive: Receive): void {
  const { push } = request;
  const onAbort = (): void => finish({ noBody: 'aborted' });
  const finish = (received: Received): void => {
    request.push = push;
    request.off('close', onAbort);
    receive(received);
  };
  request.push = (piece: unknown) => {
    if (piece !== null) {
      if (collector.add(piece)) return true;
      finish({ noBody: 'too_large' });
      return false;
    }
    const body = collector.bytes();
    request.push = push;
    if (body.length > 0) request.push(body);
    request.push(null);
    finish({ body, framing: 'ended' });
    return false;
  };
  request.on('close', onAbort);
  // So that the parser begins.
  request.read(0);
}

/**
 * Takes the pieces out of a stream, and puts them back.
 *
 * A stream in paused mode announces its end one tick after its last byte was taken, unless there are bytes again by
 * then.
 */
function takeBuffered(request: Incoming, collector: Collector, receive: Receive): void {
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
