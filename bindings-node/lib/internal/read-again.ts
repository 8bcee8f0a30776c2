import type { IncomingMessage } from 'node:http';
import { type Collector, bodyUnavailable } from './gate.js';

/** Takes the body, or the error in its place. */
type Receive = (error: unknown, body?: Uint8Array) => void;

/** Known for certain in HTTP/1 alone. */
function hasNoBody({ headers, httpVersionMajor }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (
    httpVersionMajor === 1 && headers['transfer-encoding'] === undefined && (length === undefined || length === '0')
  );
}

/**
 * Reads a request's body to its end, and puts it back for whoever reads next.
 *
 * A stream in paused mode announces its end one tick after its last byte was taken, unless there are bytes again by
 * then. So the bytes go back, and the call goes on, without waiting for a promise.
 */
export function readAgain(request: IncomingMessage, collector: Collector, receive: Receive): void {
  if (request.readableDidRead || request.readableFlowing === true || request.readableEncoding !== null) {
    return receive(bodyUnavailable('verify the request before a body parser or anything else reads it'));
  }
  if (hasNoBody(request)) return receive(undefined, collector.bytes());

  const finish: Receive = (error, body) => {
    request.off('readable', onReadable).off('error', finish).off('close', onClose);
    receive(error, body);
  };
  const onReadable = (): void => {
    try {
      for (let piece: unknown; (piece = request.read()) !== null;) collector.add(piece);
    } catch (error) {
      return finish(error);
    }
    if (!request.complete) return;
    const body = collector.bytes();
    if (body.length > 0) request.unshift(body);
    finish(undefined, body);
  };
  const onClose = (): void => finish(new Error('the request was aborted'));
  request.on('readable', onReadable).on('error', finish).on('close', onClose);
}
