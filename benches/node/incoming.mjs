// Requests as Node's own server hands them to an app: by its parser, out of memory. A socket of the system would cost
// more than what is measured, and the same in front of every app.

import { createServer } from 'node:http';
import { Duplex } from 'node:stream';

// What the platform sends beside the signature and the length.
const HEAD = [
  'POST /api/inngest?fnId=shop-order&stepId=step HTTP/1.1',
  'Host: shop.example',
  'User-Agent: Go-http-client/1.1',
  'Accept-Encoding: gzip',
  'Content-Type: application/json',
  'Traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'X-Forwarded-For: 203.0.113.7',
  'X-Forwarded-Proto: https',
  'X-Inngest-Req-Version: 1',
  'X-Inngest-Server-Kind: cloud',
  'X-Run-Id: 01JDQ7C0Y3V8Q2N5R9T4W6X1Z0',
];

/** A request as it comes over the wire, with head and body in one piece. */
export function toBytes({ body, header }) {
  const signature = header === undefined ? [] : [`X-Inngest-Signature: ${header}`];
  const head = [...HEAD, `Content-Length: ${body.length}`, ...signature, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}

/** A connection to an app that is kept alive, in memory. */
export class Connection extends Duplex {
  #received = [];
  #answered;

  constructor(app) {
    super();
    const server = createServer((request, response) => {
      response.on('finish', () => this.#answered());
      app(request, response);
    });
    server.emit('connection', this);
  }

  /** Sends the bytes of a request, and gives those of the response. */
  async send(bytes) {
    this.#received = [];
    await new Promise((resolve) => {
      this.#answered = resolve;
      this.push(bytes);
    });
    return this.#received;
  }

  _read() {}

  _write(chunk, _, done) {
    this.#received.push(chunk);
    done();
  }
}

/** The status and the body of a response. */
export function fromBytes(pieces) {
  const bytes = Buffer.concat(pieces);
  const end = bytes.indexOf('\r\n\r\n') + 4;
  return { status: Number(bytes.toString('latin1', 9, 12)), body: bytes.subarray(end) };
}
