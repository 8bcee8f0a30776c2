import type { IncomingMessage } from 'node:http';
import type { Signed } from '../http.js';
import { type Collector, type Gate, HEADER } from './gate.js';
import { readAgain } from './read-again.js';

/** Takes the verdict; neither error nor signature come for a request that may be unsigned and is. */
type Receive = (error: unknown, signed?: Signed) => void;

/** Verifies a request of Node's own server, and leaves its body to be read again. */
export function admit(gate: Gate, request: IncomingMessage, receive: Receive): void {
  const header = request.headers[HEADER.toLowerCase()];
  let collector: Collector | undefined;
  try {
    if (!gate.letsPass(request.method ?? '', header)) collector = gate.collector(request.headers['content-length']);
  } catch (error) {
    return receive(error);
  }
  if (collector === undefined) return receive(undefined);

  readAgain(request, collector, (error, body) => {
    if (body === undefined) return receive(error);
    let signed: Signed;
    try {
      signed = gate.verify(body, header);
    } catch (refusal) {
      return receive(refusal);
    }
    receive(undefined, signed);
  });
}
