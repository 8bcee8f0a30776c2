import type { IncomingMessage } from 'node:http';
import type { Signed } from '../http.js';
import type { Unverified } from '../unverified.js';
import type { Collector, Gate } from './gate.js';
import { readAgain } from './read-again.js';

/** Takes the verdict, or the error in its place. */
type Receive = (error: unknown, verdict?: Signed | Unverified) => void;

/** Judges a request of Node's own server, and leaves its body to be read again. */
export function admit(gate: Gate, request: IncomingMessage, receive: Receive): void {
  const { method = '', headers } = request;
  let unverified: Unverified | undefined;
  let collector: Collector;
  try {
    unverified = gate.judgeUnread(method, headers);
    collector = gate.collector(headers['content-length']);
  } catch (error) {
    return receive(error);
  }
  if (unverified !== undefined) return receive(undefined, unverified);

  readAgain(request, collector, (error, body) => {
    if (body === undefined) return receive(error);
    let verdict: Signed | Unverified;
    try {
      verdict = gate.judge(method, headers, body);
    } catch (refusal) {
      return receive(refusal);
    }
    receive(undefined, verdict);
  });
}
