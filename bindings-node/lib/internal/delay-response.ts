// Responses of Node's own servers that wait for something outside of them.

import type { ServerResponse } from 'node:http';

/** What sends something of a response. */
export type Senders = Pick<ServerResponse, 'writeHead' | 'flushHeaders' | 'write' | 'end'>;

/**
 * Keeps back what the app sends from now on until the promise is settled, in whichever way. The head goes out as it stands
 * now, whatever becomes of it meanwhile: for the app, it is sent.
 *
 * @param senders - Those of the response, which get their places back.
 */
export function delayResponse(response: ServerResponse, senders: Senders, until: Promise<unknown>): void {
  const head = headOf(response);
  const calls: (() => unknown)[] = [];
  let isEnded = false;
  let isWaiting = false;
  Object.assign(response, {
    writeHead: () => response,
    flushHeaders: () => void calls.push(() => response.flushHeaders()),
    write: (...args: unknown[]) => {
      if (!isEnded) calls.push(() => Reflect.apply(response.write, response, args));
      isWaiting = true;
      return false;
    },
    end: (...args: unknown[]) => {
      if (!isEnded) calls.push(() => Reflect.apply(response.end, response, args));
      isEnded = true;
      // Frameworks ask it whether an answer was given.
      Object.defineProperty(response, 'writableEnded', { value: true, configurable: true });
      return response;
    },
  });
  const release = (): void => {
    Object.assign(response, senders);
    delete (response as { writableEnded?: boolean }).writableEnded;
    try {
      if (!response.headersSent) restoreHead(response, head);
      for (const call of calls) call();
      if (isWaiting && !isEnded && !response.writableNeedDrain) response.emit('drain');
    } catch (error) {
      response.destroy(error as Error);
    }
  };
  until.then(release, release);
}

type Head = Pick<ServerResponse, 'statusCode' | 'statusMessage'> & {
  headers: ReturnType<ServerResponse['getHeaders']>;
};

function headOf(response: ServerResponse): Head {
  const { statusCode, statusMessage } = response;
  return { statusCode, statusMessage, headers: { ...response.getHeaders() } };
}

function restoreHead(response: ServerResponse, { statusCode, statusMessage, headers }: Head): void {
  response.statusCode = statusCode;
  // HTTP/2 has none.
  if (response.statusMessage !== statusMessage) response.statusMessage = statusMessage;
  for (const name of response.getHeaderNames()) if (!(name in headers)) response.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) {
    if (response.getHeader(name) !== value) response.setHeader(name, value as string);
  }
}
