import type { ServerResponse } from 'node:http';
import type { Refusal } from '../refusal.js';
import type { Incoming } from './take-body.js';

/** Writes a refusal as the response. */
export function writeRefusal(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.statusCode = status;
  // The one that goes with another status; HTTP/2 has none.
  if (response.statusMessage) response.statusMessage = '';
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

/** Ends the connection behind a refusal if the body of the request is still on its way. */
export function endUnread(request: Incoming, response: ServerResponse, { unread }: Refusal): void {
  if (!unread || request.complete === true) return;
  if (request.stream === undefined) response.setHeader('Connection', 'close');
  // RFC 9113, section 8.1: the response is whole, and the rest of the request is not wanted.
  else response.once('finish', () => request.stream?.close(0));
}
