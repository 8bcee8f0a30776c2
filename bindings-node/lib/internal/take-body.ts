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

/** Takes a body. While the promise that it may return is pending, nobody reads on. */
type Receive = (received: Received) => Promise<unknown> | undefined;

const EMPTY = new Uint8Array();

/** Reads a body to its end, and leaves it for whoever reads next. */
export function takeBody(request: Incoming, atMost: number | bigint, receive: Receive): void {
  const state = stateOf(request);
  const isTaken = state.dataEmitted && request[PUT_BACK] !== state.length;
  if (isTaken || state.flowing === true || state.encoding !== null) return void receive({ noBody: 'parsed' });
  const isParsers = Reflect.get(request, '_read') === IncomingMessage.prototype._read;
  if (!isParsers && isAborted(request)) return void receive({ noBody: 'aborted' });
  if (state.ended && state.length === 0) return void receive({ body: EMPTY, framing: 'ended' });
  if (state.destroyed) return void receive({ noBody: 'aborted' });

  if (isParsers && !state.ended && state.length === 0) return takePushed(request, atMost, receive);
  // What is called from a stream has to find its way back to what is known of the request here.
  const context = new AsyncResource('signkey');
  takeBuffered(request, new Collector(atMost), (received) => context.runInAsyncScope(receive, undefined, received));
}

/**
 * Takes the pieces out of the hands of the parser of HTTP/1, and gives them to the request once it is known who gets
 * them, as if they had just arrived. Nearly always, all of them are there on the next tick.
 */
function takePushed(request: Incoming, atMost: number | bigint, receive: Receive): void {
  const { push } = request;
  let collector: Collector | undefined;
  let received: Received | undefined;
  let conclude: (() => void) | undefined;

  const settle = (result: Received): boolean => {
    received = result;
    // To set it would leave the request of another shape than all others, which costs whoever uses it afterwards.
    delete (request as Partial<Incoming>).push;
    if (request.push !== push) request.push = push;
    conclude?.();
    return false;
  };
  request.push = (piece: unknown, encoding?: BufferEncoding) => {
    if (piece === null) return settle({ body: collector?.bytes() ?? EMPTY, framing: 'ended' });
    collector ??= new Collector(atMost);
    const bytes = typeof piece === 'string' ? Buffer.from(piece, encoding) : piece;
    return collector.add(bytes) || settle({ noBody: 'too_large' });
  };
  const finish = (result: Received): void => {
    const body = 'body' in result ? result.body : undefined;
    try {
      receive(result);
    } finally {
      if (body !== undefined && body.length > 0) request.push(body);
      if (body !== undefined) request.push(null);
    }
  };
  // So that the parser begins.
  request.read(0);
  process.nextTick(() => {
    if (received !== undefined) return finish(received);
    const context = new AsyncResource('signkey');
    const onAbort = (): void => void settle({ noBody: 'aborted' });
    conclude = () => {
      request.off('close', onAbort);
      context.runInAsyncScope(finish, undefined, received as Received);
    };
    if (request.destroyed) onAbort();
    else request.on('close', onAbort);
  });
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
    const pending = receive(received);
    if (pending !== undefined && stateOf(request).length === 0) delayEnd(request, pending);
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
    if (!stateOf(request).ended) return;
    if (isAborted(request)) return onAbort();
    const body = collector.bytes();
    if (body.length > 0) request.unshift(body);
    request[PUT_BACK] = body.length;
    finish({ body, framing: 'ended' });
  };
  request.on('readable', onReadable).on('error', onAbort).on('close', onAbort);
}

/** Lets a stream of which nothing is left announce its end only when there is someone to hear it. */
function delayEnd(request: Incoming, pending: Promise<unknown>): void {
  request.unshift(new Uint8Array(1));
  const end = (): void => void request.read();
  pending.then(end, end);
}

function isAborted({ aborted, stream }: Incoming): boolean {
  return aborted === true || stream?.closed === true;
}

/** The state of a stream. */
interface State {
  readonly dataEmitted: boolean;
  readonly destroyed: boolean;
  readonly encoding: string | null;
  readonly ended: boolean;
  readonly flowing: boolean | null;
  readonly length: number;
}

/**
 * What a stream knows of itself. The public properties say the same, but for its end: they announce that when it is too
 * late to put anything back. Each of them costs a walk through the prototypes that a framework gives its requests.
 */
export function stateOf(stream: Readable): State {
  return (stream as unknown as { _readableState: State })._readableState;
}
