// Calls to the platform's API over real sockets: what is sent where, and with which credential.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { ApiAuth, Keyring } from 'signkey';
import { apiFetch } from 'signkey/fetch';
import { DIGITS, KEY, OTHER_DIGITS, OTHER_KEY, refused, tokenDigits } from './support.mjs';

const FIRST = `Bearer signkey-test-${tokenDigits(DIGITS)}`;
const SECOND = `Bearer signkey-prod-${tokenDigits(OTHER_DIGITS)}`;
const BODY = '{"event":{"name":"Zoë"}}';

/** A server that remembers what it was sent, and answers as the test has it. */
async function start() {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { method, url, headers } = request;
    seen.push({ method, url, authorization: headers.authorization, headers, body });
    const [status, location] = server.answer(request);
    response.writeHead(status, location ? { Location: location } : {}).end(`${server.name} ${url}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { seen, origin: `http://127.0.0.1:${server.address().port}` });
}

let api;
let other;

before(async () => {
  [api, other] = [await start(), await start()];
  [api.name, other.name] = ['api', 'other'];
});

after(() => {
  for (const server of [api, other]) {
    server.closeAllConnections();
    server.close();
  }
});

/** A test of calls that the API and the other server answer in these ways; 200 by default. */
function on(title, answers, work) {
  test(title, { timeout: 20_000 }, async () => {
    for (const [server, answer = () => [200]] of [
      [api, answers.api],
      [other, answers.other],
    ]) {
      server.seen.length = 0;
      server.answer = answer;
    }
    const auth = new ApiAuth(new Keyring(KEY, OTHER_KEY), api.origin);
    await work(apiFetch(auth), auth);
  });
}

const credentials = ({ seen }) => seen.map(({ authorization }) => authorization);

/** Accepts these credentials and answers 401 to all others. */
const accepts = (...values) => ({
  api: ({ headers }) => [values.includes(headers.authorization) ? 200 : 401],
});

on('a call carries the credential of the primary', {}, async (fetch) => {
  const response = await fetch(`${api.origin}/v1/runs?a=1`, { headers: { 'X-Own': '1' } });
  assert.deepEqual([response.status, response.redirected, response.url], [200, false, `${api.origin}/v1/runs?a=1`]);
  assert.equal(await response.text(), 'api /v1/runs?a=1');
  assert.deepEqual(credentials(api), [FIRST]);
  assert.equal(api.seen[0].headers['x-own'], '1');
});

on('every way to say where to', {}, async (fetch) => {
  const url = `${api.origin}/v1`;
  for (const input of [url, new URL(url), new Request(url), new String(url), url.replace('http', 'HTTP')]) {
    await fetch(input);
  }
  // Not of the characters that a strict reader of URLs knows, but of this origin beyond doubt.
  await fetch(`${url}?filter={"a":[1|2]}`, null);
  assert.deepEqual(credentials(api), Array(6).fill(FIRST));
});

on('other origins never see a credential', {}, async (fetch) => {
  const { port } = api.address();
  for (const url of [other.origin, `http://localhost:${port}`]) {
    await fetch(url);
    await fetch(new Request(url));
  }
  assert.deepEqual([...credentials(api), ...credentials(other)], Array(4).fill(undefined));
  await assert.rejects(fetch(`http://user:password@127.0.0.1:${port}/`), TypeError);
  for (const input of ['no URL', null, undefined]) await assert.rejects(fetch(input), TypeError);
});

for (const status of [401, 403]) {
  on(
    `${status}: once more with the fallback, which later calls begin with`,
    {
      api: ({ headers }) => [headers.authorization === SECOND ? 200 : status],
    },
    async (fetch, auth) => {
      const first = await fetch(`${api.origin}/a`, { method: 'POST', body: BODY });
      assert.equal(first.status, 200);
      assert.deepEqual(credentials(api), [FIRST, SECOND]);
      assert.deepEqual(
        api.seen.map(({ body }) => body),
        [BODY, BODY],
      );
      // Also for others who use the same authentication.
      await apiFetch(auth)(`${api.origin}/b`);
      await Promise.all([fetch(`${api.origin}/c`), fetch(`${api.origin}/d`)]);
      assert.deepEqual(credentials(api).slice(2), [SECOND, SECOND, SECOND]);
    },
  );
}

on('if no key works, the last answer is the result', accepts(), async (fetch) => {
  const response = await fetch(api.origin);
  assert.deepEqual([response.status, await response.text()], [401, 'api /']);
  assert.deepEqual(credentials(api), [FIRST, SECOND]);
});

on('other failures are not tried again', { api: () => [500] }, async (fetch) => {
  assert.equal((await fetch(api.origin)).status, 500);
  assert.equal(api.seen.length, 1);
});

on('without keys, calls carry no credential', accepts(), async () => {
  const fetch = apiFetch(new ApiAuth(null, api.origin));
  assert.equal((await fetch(api.origin)).status, 401);
  assert.deepEqual(credentials(api), [undefined]);
});

on("a caller's own Authorization is left alone", accepts(), async (fetch) => {
  const headers = { authorization: 'Basic x' };
  for (const call of [[api.origin, { headers }], [new Request(api.origin, { headers })]]) {
    assert.equal((await fetch(...call)).status, 401);
  }
  assert.deepEqual(credentials(api), ['Basic x', 'Basic x']);
});

const bodies = {
  text: () => BODY,
  bytes: () => Buffer.from(BODY),
  'an ArrayBuffer': () => Uint8Array.from(Buffer.from(BODY)).buffer,
  'a Blob': () => new Blob([BODY]),
};

for (const [name, body] of Object.entries(bodies)) {
  on(`${name} is sent again, as a body and in a Request`, accepts(SECOND), async (fetch) => {
    const headers = { 'Content-Type': 'application/json' };
    assert.equal((await fetch(api.origin, { method: 'PUT', headers, body: body() })).status, 200);
    const request = new Request(api.origin, { method: 'PUT', headers, body: body() });
    const fresh = apiFetch(new ApiAuth(new Keyring(KEY, OTHER_KEY), api.origin));
    assert.equal((await fresh(request)).status, 200);
    assert.equal(request.bodyUsed, true);
    for (const { method, body, headers } of api.seen) {
      assert.deepEqual([method, body, headers['content-type']], ['PUT', BODY, 'application/json']);
    }
    assert.deepEqual(credentials(api), [FIRST, SECOND, FIRST, SECOND]);
  });
}

on('a form is sent again whole, whatever its boundary', accepts(SECOND), async (fetch) => {
  const form = new FormData();
  form.set('name', 'Zoë');
  assert.equal((await fetch(api.origin, { method: 'POST', body: form })).status, 200);
  for (const { body, headers } of api.seen) {
    const [, boundary] = /boundary=(.*)$/.exec(headers['content-type']);
    assert.ok(body.startsWith(`--${boundary}`) && body.includes('Zoë'));
  }
});

const streams = {
  'a ReadableStream': () => new Blob([BODY]).stream(),
  'a Readable': () => Readable.from([BODY]),
  'an async generator': async function* () {
    yield Buffer.from(BODY);
  },
};

for (const [name, stream] of Object.entries(streams)) {
  const send = (fetch) => fetch(api.origin, { method: 'POST', body: stream(), duplex: 'half' });

  on(`${name} is sent once, and never an empty body in its place`, accepts(SECOND), async (fetch) => {
    assert.equal((await send(fetch)).status, 401);
    assert.deepEqual(
      api.seen.map(({ body }) => body),
      [BODY],
    );
  });

  on(`${name} does not follow a redirect that asks for it again`, { api: () => [307, '/again'] }, async (fetch) => {
    await assert.rejects(send(fetch), TypeError);
    assert.equal(api.seen.length, 1);
  });
}

on('a streamed Request is kept and sent again', accepts(SECOND), async (fetch) => {
  const body = new Blob([BODY]).stream();
  assert.equal((await fetch(new Request(api.origin, { method: 'POST', body, duplex: 'half' }))).status, 200);
  assert.deepEqual(
    api.seen.map(({ body }) => body),
    [BODY, BODY],
  );
});

on('options go before those of a Request', accepts(SECOND), async (fetch) => {
  const request = new Request(api.origin, { method: 'POST', body: 'old', headers: { 'X-Own': 'old' } });
  await fetch(request, { method: 'PUT', body: BODY, headers: { 'X-New': '1' } });
  const again = new Request(api.origin, { method: 'POST', body: BODY });
  await fetch(again, { body: null });
  for (const { method, body, headers } of api.seen.slice(0, 2)) {
    assert.deepEqual([method, body, headers['x-new'], headers['x-own']], ['PUT', BODY, '1', undefined]);
  }
  assert.equal(api.seen.at(-1).body, BODY);
  // A Request may stand for the options, too.
  await fetch(`${api.origin}/options`, new Request('http://localhost', { method: 'PUT', headers: { 'X-New': '2' } }));
  assert.deepEqual([api.seen.at(-1).method, api.seen.at(-1).headers['x-new']], ['PUT', '2']);
});

/** What `fetch` itself does with a redirect: method and body on arrival. */
const REDIRECTS = [
  [301, 'POST', 'GET', ''],
  [302, 'POST', 'GET', ''],
  [303, 'POST', 'GET', ''],
  [303, 'PUT', 'GET', ''],
  [301, 'PUT', 'PUT', BODY],
  [302, 'PUT', 'PUT', BODY],
  [307, 'POST', 'POST', BODY],
  [308, 'POST', 'POST', BODY],
  [307, 'GET', 'GET', ''],
  [303, 'HEAD', 'HEAD', ''],
];

for (const [status, method, arrives, body] of REDIRECTS) {
  const init = { method, ...(method === 'GET' || method === 'HEAD' ? {} : { body: BODY }) };

  on(
    `${status} of ${method} within the origin keeps the credential`,
    {
      api: ({ url }) => (url === '/from' ? [status, '/to'] : [200]),
    },
    async (fetch) => {
      const response = await fetch(`${api.origin}/from`, init);
      assert.deepEqual([response.status, response.redirected, response.url], [200, true, `${api.origin}/to`]);
      const { headers: sent, ...last } = api.seen[1];
      assert.deepEqual(last, { method: arrives, url: '/to', authorization: FIRST, body });
      assert.equal('content-type' in sent, body !== '');
      assert.equal(api.seen.length, 2);

      const [own, builtIn] = [api.seen[1], await globalThis.fetch(`${api.origin}/from`, init).then(() => api.seen[3])];
      delete own.headers.authorization;
      assert.deepEqual({ ...own, authorization: undefined }, builtIn);
    },
  );

  on(
    `${status} of ${method} to another origin leaves the credential behind`,
    {
      api: ({ url }) => (url === '/from' ? [status, `${other.origin}/to`] : [200]),
    },
    async (fetch) => {
      const headers = { Cookie: 'a=b', 'Proxy-Authorization': 'x', 'X-Own': '1' };
      const response = await fetch(`${api.origin}/from`, { ...init, headers });
      assert.deepEqual([response.status, response.redirected, response.url], [200, true, `${other.origin}/to`]);
      assert.deepEqual(credentials(api), [FIRST]);
      const [{ headers: sent, ...last }] = other.seen;
      assert.deepEqual(last, { method: arrives, url: '/to', authorization: undefined, body });
      assert.deepEqual([sent.cookie, sent['proxy-authorization'], sent['x-own']], [undefined, undefined, '1']);
      assert.equal(sent.host, new URL(other.origin).host);
    },
  );
}

on(
  'a call that comes back from another origin comes without credential',
  {
    api: ({ url }) => (url === '/from' ? [302, `${other.origin}/over`] : [200]),
    other: () => [302, `${api.origin}/back`],
  },
  async (fetch) => {
    const response = await fetch(`${api.origin}/from`);
    assert.equal(response.url, `${api.origin}/back`);
    assert.deepEqual(credentials(api), [FIRST, undefined]);
    assert.deepEqual(credentials(other), [undefined]);
  },
);

on(
  'another host or scheme is another origin',
  {
    api: ({ url }) => {
      if (url === '/host') return [302, `http://localhost:${api.address().port}/to`];
      // Nobody speaks TLS there: the call fails, and nothing was sent in the clear.
      return url === '/scheme' ? [302, `${api.origin.replace('http', 'https')}/to`] : [200];
    },
  },
  async (fetch) => {
    assert.equal((await fetch(`${api.origin}/host`)).status, 200);
    await assert.rejects(fetch(`${api.origin}/scheme`), TypeError);
    assert.deepEqual(credentials(api), [FIRST, undefined, FIRST]);
  },
);

on(
  '401 of another origin says nothing about keys',
  {
    api: ({ url }) => (url === '/from' ? [302, `${other.origin}/to`] : [200]),
    other: () => [401],
  },
  async (fetch) => {
    assert.equal((await fetch(`${api.origin}/from`)).status, 401);
    assert.deepEqual([credentials(api), credentials(other)], [[FIRST], [undefined]]);
  },
);

on(
  'a key that works behind a redirect is the one to begin with',
  {
    api: ({ url, headers }) => {
      if (url === '/from') return [307, '/to'];
      return [headers.authorization === SECOND ? 200 : 401];
    },
  },
  async (fetch) => {
    assert.equal((await fetch(`${api.origin}/from`, { method: 'POST', body: BODY })).status, 200);
    await fetch(`${api.origin}/to`);
    assert.deepEqual(credentials(api), [FIRST, FIRST, SECOND, SECOND]);
    assert.deepEqual(
      api.seen.slice(0, 3).map(({ body }) => body),
      [BODY, BODY, BODY],
    );
  },
);

on('the caller decides about redirects', { api: () => [302, `${other.origin}/to`] }, async (fetch) => {
  const response = await fetch(`${api.origin}/`, { redirect: 'manual' });
  assert.deepEqual([response.status, response.headers.get('location')], [302, `${other.origin}/to`]);
  await assert.rejects(fetch(new Request(`${api.origin}/`, { redirect: 'error' })), TypeError);
  assert.deepEqual(other.seen, []);
});

on(
  'redirects without end, and to nowhere',
  {
    api: ({ url }) => [302, url === '/nowhere' ? 'http://' : url === '/file' ? 'file:///etc/hosts' : '/'],
  },
  async (fetch) => {
    for (const path of ['/', '/nowhere', '/file']) await assert.rejects(fetch(api.origin + path), TypeError);
    assert.equal(api.seen.length, 21 + 2);
  },
);

on('a redirect without a location is an answer', { api: () => [302] }, async (fetch) => {
  assert.equal((await fetch(api.origin)).status, 302);
});

on('a signal ends a call, before it and between two attempts', accepts(), async (fetch) => {
  const reason = new Error('enough');
  await assert.rejects(fetch(api.origin, { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(api.seen.length, 0);
  const controller = new AbortController();
  api.answer = () => {
    controller.abort(reason);
    return [401];
  };
  await assert.rejects(fetch(new Request(api.origin, { signal: controller.signal })), reason);
  assert.equal(api.seen.length, 1);
});

on('what sends the requests can be replaced', {}, async (_fetch, auth) => {
  const calls = [];
  const fetch = apiFetch(auth, async (url, init) => {
    calls.push([String(url), init.redirect, init.headers.get('Authorization'), init.dispatcher]);
    return new Response(null, { status: 403 });
  });
  assert.equal((await fetch(`${api.origin}/`, { dispatcher: 'own' })).status, 403);
  assert.deepEqual(calls, [
    [`${api.origin}/`, 'manual', FIRST, 'own'],
    [`${api.origin}/`, 'manual', SECOND, 'own'],
  ]);
});

test('misuse', () => {
  refused('invalid_argument', () => apiFetch({}));
  refused('invalid_argument', () => apiFetch(new ApiAuth(null, 'https://a.example'), 'fetch'));
});
