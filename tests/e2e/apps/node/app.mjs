// An app whose security is signkey's. Its environment is that of an SDK; it prints its port when it listens.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { Keyring } from '../../../../bindings-node/dist/index.mjs';
import { protect } from '../../../../bindings-node/dist/web.mjs';
import { Platform } from './platform-api.mjs';

const SDK = 'signkey-node:v0.1.0';
const PATH = '/api/inngest';
const STEP = createHash('sha1').update('ask the platform').digest('hex'); // steps are named by their SHA-1

const { INNGEST_BASE_URL, INNGEST_SERVE_ORIGIN, INNGEST_SIGNING_KEY, INNGEST_SIGNING_KEY_FALLBACK } = process.env;
const keys = [INNGEST_SIGNING_KEY, INNGEST_SIGNING_KEY_FALLBACK];
const platform = new Platform(INNGEST_BASE_URL, keys);

/** Every request that gets here was signed by the platform. */
async function serve(request, { body }) {
  const url = new URL(request.url);
  if (url.pathname !== PATH) return answer(404, { message: 'not found' });
  if (request.method === 'PUT') return answer(...(await sync(request, url)));
  if (request.method === 'POST') return answer(...(await call(body)));
  return answer(405, { message: 'method not allowed' });
}

function answer(status, body) {
  return Response.json(body, { status, headers: { 'X-Inngest-Sdk': SDK, 'X-Inngest-Req-Version': '2' } });
}

/** The configuration: one function, called at our own URL. */
function functions() {
  const url = `${INNGEST_SERVE_ORIGIN}${PATH}?fnId=node-double`;
  const step = { id: 'step', name: 'step', runtime: { type: 'http', url }, retries: { attempts: 3 } };
  return [{ id: 'node-double', name: 'double', triggers: [{ event: 'number/node' }], steps: { step } }];
}

/** Registers with the platform. */
async function sync(request, url) {
  const configuration = {
    v: '0.1',
    deployType: 'ping',
    appName: 'node',
    framework: 'web',
    sdk: SDK,
    url: INNGEST_SERVE_ORIGIN + PATH,
    functions: functions(),
    capabilities: {},
  };
  const headers = { 'X-Inngest-Sdk': SDK, 'X-Inngest-Req-Version': '2' };
  const kind = request.headers.get('X-Inngest-Server-Kind');
  if (kind !== null) headers['X-Inngest-Expected-Server-Kind'] = kind;
  const deploy = url.searchParams.get('deployId');
  const query = deploy === null ? '' : `?${new URLSearchParams({ deployId: deploy })}`;
  const { status, body } = await platform.send('POST', `/fn/register${query}`, headers, configuration);
  if (status !== 200) return [500, { message: `the platform answered ${status}` }];
  return [200, { message: 'synced', modified: body.modified }];
}

/** The function: one step, which calls the platform's API, and then the result. */
async function call(body) {
  let request;
  try {
    request = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return [400, { message: 'not a call' }];
  }
  const { ctx, event, steps } = request;
  const done = steps[STEP];
  if (done === undefined) {
    const { status } = await platform.send('GET', `/v1/runs/${ctx.run_id}`, {});
    if (status !== 200) return [500, { message: `the platform answered ${status}` }];
    const step = { id: STEP, op: 'StepRun', name: 'ask the platform', displayName: 'ask the platform' };
    return [206, [{ ...step, data: { status } }]];
  }
  return [200, { doubled: event.data.number * 2, platform: done.data }];
}

const protectedServe = protect(new Keyring(...keys), serve, { signResponses: true });

const server = createServer(async (incoming, outgoing) => {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  }
  const chunks = await incoming.toArray();
  const method = incoming.method;
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
  const response = await protectedServe(new Request(new URL(incoming.url, 'http://127.0.0.1'), { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
