// An app whose security is signkey's. Its environment is that of an SDK; it prints its settings, and its port when it
// listens.

import { createServer } from 'node:http';
import { apiFetch, register } from '../../../../bindings-node/dist/fetch.mjs';
import { Config, ReplayGuard, SignkeyError } from '../../../../bindings-node/dist/index.mjs';
import { protect } from '../../../../bindings-node/dist/web.mjs';
import { about, double, inBandContent, registrationContent } from './double.mjs';

const PATH = '/api/inngest';

const config = Config.fromEnv();
console.log(config);
const replayGuard = new ReplayGuard({ entries: 10_000 });
const endpoint = config.endpoint({ unsignedMethods: ['GET'], signResponses: true, replayGuard });
const fetchApi = apiFetch(config.apiAuth());

/** Every request that gets here was signed by the platform, but for GET, which anyone may send. */
async function serve(request, admission) {
  const url = new URL(request.url);
  if (url.pathname !== PATH) return Response.json({ message: 'not found' }, { status: 404 });
  try {
    if (request.method === 'GET') return Response.json(introspect(admission));
    if (request.method === 'PUT') return await sync(request, url, admission);
  } catch (error) {
    if (!(error instanceof SignkeyError)) throw error;
    return Response.json(error, { status: error.httpStatus });
  }
  if (request.method === 'POST') {
    const [status, result] = await double(await request.text(), ask);
    return Response.json(result, { status, headers: { 'X-Inngest-Sdk': about.sdk, 'X-Inngest-Req-Version': '2' } });
  }
  return Response.json({ message: 'method not allowed' }, { status: 405 });
}

/** What the app is, and more of it for those who signed. */
function introspect(admission) {
  return JSON.parse(config.introspect(about, admission));
}

/** Registers with the platform, or tells it the functions in the response. */
async function sync(request, url, admission) {
  const registration = config.registration(about, admission, url.search.slice(1));
  const inBand = registration.state === 'in_band';
  const served = config.serveUrl(request.url);
  const content = inBand ? inBandContent(served, introspect(admission)) : registrationContent(served);
  const configuration = Buffer.from(JSON.stringify(content));
  await register(registration, configuration, { signal: AbortSignal.timeout(10_000) });
  const response = registration.response(inBand ? configuration : undefined);
  return new Response(response.body, response);
}

/** The status that the platform's API answers; 0 if it is not there. */
async function ask(path) {
  try {
    const answer = await fetchApi(config.apiOrigin + path, { signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

const protectedServe = protect(endpoint, serve);

const server = createServer(async (incoming, outgoing) => {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  const chunks = await incoming.toArray();
  const method = incoming.method;
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
  const response = await protectedServe(
    new Request(new URL(incoming.url, 'http://127.0.0.1'), { method, headers, body }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
