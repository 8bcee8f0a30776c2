// Answers on the responses of Node's own servers.

import { setTimeout } from 'node:timers/promises';

/** The bytes of a request, as handlers read them that want them raw. */
export async function read(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Writes an answer: in one piece, or in several, out of one buffer if they are of one size. */
export async function write(response, { status, headers, pieces, pause = 0, reuses = false, isStreamed = false }) {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (pause === 0 && !reuses && !isStreamed) return response.end(pieces[0]);
  const buffer = Buffer.alloc(reuses ? pieces[0].length : 0);
  for (const [at, piece] of pieces.entries()) {
    if (at > 0 && pause > 0) await setTimeout(pause);
    if (reuses) buffer.set(piece);
    await new Promise((resolve) => response.write(reuses ? buffer : piece, resolve));
    buffer.fill('Z');
  }
  return response.end();
}
