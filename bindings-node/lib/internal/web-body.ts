// Bodies of web-standard requests and responses.

import { Collector } from './collector.js';
import type { Received } from './door.js';

const EMPTY = new Uint8Array();

/** The body of a request, which is read by it. */
export async function readBody({ body, bodyUsed }: Request, atMost: number | bigint): Promise<Received> {
  if (bodyUsed || body?.locked === true) return { noBody: 'parsed' };
  // A server may have dropped the body of a GET; its headers still announce it.
  if (body === null) return { body: EMPTY, framing: 'head' };
  try {
    const bytes = await collect(body, atMost);
    if (bytes === undefined) return { noBody: 'too_large' };
    // It may be any other than was sent, but not of another length than was declared.
    return { body: bytes, framing: bytes.length > 0 ? 'head' : 'ended' };
  } catch {
    return { noBody: 'aborted' };
  }
}

/**
 * All bytes of a stream; `undefined` if they are too many.
 *
 * @throws What the stream fails with.
 */
export async function collect(
  stream: ReadableStream<unknown> | null,
  atMost: number | bigint,
): Promise<Uint8Array | undefined> {
  if (stream === null) return EMPTY;
  const collector = new Collector(atMost);
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return collector.bytes();
    if (collector.add(value)) continue;
    void reader.cancel().catch(() => undefined);
    return undefined;
  }
}
