// Replay protection in every adapter: the store is asked behind signature and time and in front of the handler, and what
// goes out signed is claimed first.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Endpoint, MemoryReplayStore, ReplayGuard } from 'signkey';
import { protect as protectLambda } from 'signkey/aws-lambda';
import { signkey as middleware } from 'signkey/express';
import { signkey as plugin } from 'signkey/fastify';
import { TEST_KEY } from 'signkey/testing';
import { protect as protectWeb } from 'signkey/web';
import { frameworks, kit, withServer } from './servers.mjs';
import { NOW, header } from './support.mjs';

const require = createRequire(import.meta.url);

const HEADER = 'x-inngest-signature';
const DIGITS = TEST_KEY.slice(13);
const BODY = '{"event":{"name":"app/user.created"}}';
const ANSWER = '{"done":true}';
/** What an app signs by itself, one second later than what signkey signs. */
const OWN = header(ANSWER, { digits: DIGITS, t: NOW + 1 });

/** Runs the work with what sends requests to an app; `answer` is what its handler does. */
const servers = Object.entries(frameworks).map(([name, start]) => [
  name,
  (options, answer, work) => withServer(start, { options, respond: (response) => answer(response) }, work),
]);

/** What an app of functions writes into, in the manner of Node. */
class Written {
  headers = {};
  body = '';
  statusCode = 200;
  setHeader(name, value) {
    this.headers[name] = value;
  }
  write(text) {
    this.body += text;
  }
  end(text = '') {
    this.body += text;
  }
}

const web = async (options, answer, work) => {
  const handler = protectWeb(
    new Endpoint(kit.keyring, options),
    () => {
      const written = new Written();
      answer(written);
      return new Response(written.body, { status: written.statusCode, headers: written.headers });
    },
    { now: kit.clock },
  );
  await work(async ({ method = 'POST', headers, body }) => {
    const response = await handler(new Request('http://localhost/', { method, headers, body }));
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status } = response;
    return {
      status,
      headers: Object.fromEntries(response.headers),
      bytes,
      json: status === 200 ? 0 : JSON.parse(bytes),
    };
  });
};

const lambda = async (options, answer, work) => {
  const handler = protectLambda(
    new Endpoint(kit.keyring, options),
    () => {
      const { statusCode, headers, body } = Object.assign(new Written());
      const written = Object.assign(new Written(), { statusCode, headers: { ...headers }, body });
      answer(written);
      return { statusCode: written.statusCode, headers: written.headers, body: written.body };
    },
    { now: kit.clock },
  );
  await work(async ({ method = 'POST', headers, body }) => {
    const result = await handler({ httpMethod: method, headers, body: Buffer.from(body).toString() });
    const fields = Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value]);
    const bytes = Buffer.from(result.body);
    const { statusCode: status } = result;
    return { status, headers: Object.fromEntries(fields), bytes, json: status === 200 ? 0 : JSON.parse(bytes) };
  });
};

const adapters = [...servers, ['web', web], ['aws-lambda', lambda]];

const guard = (entries = 1000) => new ReplayGuard({ entries });
const post = (body, signature) => ({ body: Buffer.from(body), headers: { [HEADER]: signature } });

/** A store that notes what is asked, and answers after a while. */
function noting(events, { pause = 0, answers = new MemoryReplayStore() } = {}) {
  return {
    claim: async (id, lifetime) => {
      events.push('asked');
      await setTimeout(pause);
      const answer = await answers.claim(id, lifetime);
      events.push(answer);
      return answer;
    },
  };
}

function assertRefused(answer, status, code) {
  assert.equal(answer.status, status);
  assert.deepEqual(Object.keys(answer.json), ['code', 'message']);
  assert.equal(answer.json.code, code);
}

for (const [name, adapter] of adapters) {
  const on = (title, options, answer, work) =>
    test(`${name}: ${title}`, { timeout: 20_000 }, () => adapter(options, answer, work));
  const events = [];
  const noted = (response) => {
    events.push('handler');
    response.end(ANSWER);
  };

  on('a message that comes again is 401 replayed', { replayGuard: guard() }, noted, async (send) => {
    events.length = 0;
    assert.equal((await send(kit.signed(BODY))).status, 200);
    assertRefused(await send(kit.signed(BODY)), 401, 'replayed');
    assert.equal((await send(kit.signed('{}'))).status, 200);
    assert.deepEqual(events, ['handler', 'handler']);
  });

  on('a guard that is full is 503', { replayGuard: guard(1) }, noted, async (send) => {
    assert.equal((await send(kit.signed('1'))).status, 200);
    assertRefused(await send(kit.signed('2')), 503, 'replay_guard_full');
  });

  const replayStore = noting(events, { pause: 5 });
  on('the store is asked behind signature and time, before the handler', { replayStore }, noted, async (send) => {
    events.length = 0;
    for (const kind of ['tampered', 'expired', 'early', 'unsigned', 'malformed']) {
      assert.equal((await send(kit[kind](BODY))).status, 401);
    }
    assert.deepEqual(events, []);
    assert.equal((await send(kit.signed(BODY))).status, 200);
    assertRefused(await send(kit.signed(BODY)), 401, 'replayed');
    assert.deepEqual(events, ['asked', 'first', 'handler', 'asked', 'again']);
  });

  const silent = { claim: () => new Promise(() => undefined), deadlineMs: 20 };
  on('a store that is silent is 503', { replayStore: silent }, noted, async (send) => {
    events.length = 0;
    assertRefused(await send(kit.signed(BODY)), 503, 'replay_store_unavailable');
    assert.deepEqual(events, []);
  });

  const late = { claim: () => setTimeout(200, 'first'), deadlineMs: 20 };
  on('a store that is late is 503', { replayStore: late }, noted, async (send) => {
    assertRefused(await send(kit.signed(BODY)), 503, 'replay_store_unavailable');
  });

  const lenient = { replayStore: silent, admitUnclaimed: true, replayGuard: guard() };
  on('a message may be let in unclaimed, once by each process', lenient, noted, async (send) => {
    assert.equal((await send(kit.signed(BODY))).status, 200);
    assertRefused(await send(kit.signed(BODY)), 401, 'replayed');
  });

  const signing = { signResponses: true, replayStore: noting(events, { pause: 30 }) };
  on('a response is claimed before it is sent, and cannot come back', signing, noted, async (send) => {
    events.length = 0;
    const { status, headers, bytes } = await send(kit.signed(BODY));
    events.push('received');
    assert.deepEqual(events, ['asked', 'first', 'handler', 'asked', 'first', 'received']);
    assert.deepEqual([status, bytes.toString()], [200, ANSWER]);
    assert.equal(headers[HEADER], header(ANSWER, { digits: DIGITS }));
    assertRefused(await send(post(bytes, headers[HEADER])), 401, 'replayed');
  });

  const remembering = { signResponses: true, replayGuard: guard() };
  on('a guard remembers the responses, too', remembering, noted, async (send) => {
    const { headers, bytes } = await send(kit.signed(BODY));
    assertRefused(await send(post(bytes, headers[HEADER])), 401, 'replayed');
  });

  const own = (response) => {
    response.setHeader('X-Inngest-Signature', OWN);
    response.write(ANSWER.slice(0, 3));
    response.end(ANSWER.slice(3));
  };
  for (const [memory, options] of [
    ['guard', { replayGuard: guard() }],
    ['store', { replayStore: noting(events, { pause: 30 }) }],
  ]) {
    on(`a response that the app has signed cannot come back, by a ${memory}`, options, own, async (send) => {
      events.length = 0;
      const { headers, bytes } = await send(kit.signed(BODY));
      if (memory === 'store') assert.deepEqual(events, ['asked', 'first', 'asked', 'first']);
      assert.deepEqual([headers[HEADER], bytes.toString()], [OWN, ANSWER]);
      assertRefused(await send(post(ANSWER, OWN)), 401, 'replayed');
    });
  }

  let calls = 0;
  const failing = {
    claim: () => ((calls += 1) % 2 === 1 ? Promise.resolve('first') : Promise.reject(new Error('gone'))),
  };
  for (const [whose, signResponses, answer] of [
    ['our', true, noted],
    ["the app's", false, own],
  ]) {
    on(
      `${whose} response is sent whatever the store says of it`,
      { signResponses, replayStore: failing },
      answer,
      async (send) => {
        calls = 0;
        const { status, headers, bytes } = await send(kit.signed(BODY));
        assert.deepEqual([status, bytes.toString(), calls], [200, ANSWER, 2]);
        assert.ok(headers[HEADER]);
      },
    );
  }
}

for (const name of ['express-4', 'express']) {
  test(`${name}: a request is admitted once where signkey is mounted twice`, { timeout: 20_000 }, async () => {
    const endpoint = new Endpoint(kit.keyring, { replayStore: new MemoryReplayStore(), replayGuard: guard() });
    const other = new Endpoint(kit.keyring, { replayStore: new MemoryReplayStore() });
    const by = (it) => middleware(it, { now: kit.clock });
    const app = require(name)();
    app.use(by(endpoint));
    app.post('/', by(endpoint), by(other), (request, response) => response.end(request.signkey.caller.keyId));
    const server = http.createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { body, headers } = kit.signed(BODY);
      const send = () => fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', body, headers });
      const answer = await send();
      assert.deepEqual([answer.status, await answer.text()], [200, kit.keyring.keyIds[0]]);
      assert.equal((await send()).status, 401);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

for (const name of ['fastify-4', 'fastify']) {
  test(`${name}: a request is admitted once where signkey is registered twice`, async () => {
    const endpoint = new Endpoint(kit.keyring, { replayGuard: guard() });
    const app = require(name)();
    app.register(plugin, { endpoint, now: kit.clock });
    app.register(async (scope) => {
      scope.register(plugin, { endpoint, now: kit.clock });
      scope.post('/', (request) => request.body);
    });
    const { body, headers } = kit.signed(BODY);
    const send = () => app.inject({ method: 'POST', url: '/', payload: Buffer.from(body), headers });
    const answer = await send();
    assert.deepEqual([answer.statusCode, answer.body], [200, BODY]);
    assert.equal((await send()).statusCode, 401);
    await app.close();
  });
}

for (const [name, adapter] of servers) {
  const on = (title, options, answer, work) =>
    test(`${name}: ${title}`, { timeout: 20_000 }, () => adapter(options, answer, work));
  const pausing = () => noting([], { pause: 20 });

  test(`${name}: an empty body waits for its claim, in each way to send it`, { timeout: 20_000 }, () =>
    withServer(frameworks[name], { options: { replayStore: pausing() } }, async (send) => {
      let t = NOW;
      for (const more of [
        {},
        { body: Buffer.alloc(0) },
        { pieces: [] },
        { pieces: [Buffer.alloc(0)], type: 'text/plain' },
      ]) {
        const headers = { [HEADER]: header('', { digits: DIGITS, t: (t += 1) }) };
        const { status, json } = await send({ headers, type: null, ...more });
        assert.deepEqual([status, json.verified?.form], [200, 'raw']);
        assertRefused(await send({ headers, type: null, ...more }), 401, 'replayed');
      }
    }),
  );

  const own = (request, response) => {
    let size = 0;
    // Its end has to come behind this, or the request is never answered.
    request.on('data', (piece) => (size += piece.length)).on('end', () => response.end(String(size)));
  };
  test(`${name}: a handler that reads by itself finds the end of a body behind its claim`, { timeout: 20_000 }, () =>
    withServer(frameworks[name], { options: { replayStore: pausing() }, raw: own }, async (send) => {
      let t = NOW;
      for (const [text, more] of [
        ['', {}],
        ['', { pieces: [Buffer.alloc(0)], type: 'text/plain' }],
        ['[]', { pieces: [Buffer.from('['), Buffer.from(']')] }],
        ['[]', { body: Buffer.from('[]') }],
      ]) {
        const headers = { [HEADER]: header(text, { digits: DIGITS, t: (t += 1) }) };
        const { status, bytes } = await send({ headers, type: null, ...more });
        assert.deepEqual([status, bytes.toString()], [200, String(text.length)]);
      }
    }),
  );

  const large = (response) => {
    response.setHeader('X-Inngest-Signature', OWN);
    const events = [];
    const next = (left) => {
      if (left === 0) return response.end(events.join());
      const goesOn = response.write('x'.repeat(1000), () => events.push('written'));
      return goesOn ? next(left - 1) : response.once('drain', () => next(left - 1));
    };
    next(300);
  };
  on('what the app writes while it waits arrives in its order', { replayStore: pausing() }, large, async (send) => {
    const { bytes } = await send(kit.signed(BODY));
    assert.equal(bytes.length > 300_000, true);
    assert.match(bytes.toString(), /^x{300000}(written,?)+$/);
  });

  const late = (response) => {
    response.statusCode = 202;
    response.setHeader('X-Mine', '1');
    response.end(ANSWER);
    // As an error handler does that does not look.
    response.statusCode = 500;
    response.setHeader('X-Late', '1');
    response.removeHeader('X-Inngest-Signature');
    response.writeHead(500);
    response.write('late');
    response.end('late');
  };
  const signing = { signResponses: true, replayStore: pausing() };
  on('what the app does behind the end changes nothing', signing, late, async (send) => {
    const { status, headers, bytes } = await send(kit.signed(BODY));
    assert.deepEqual([status, bytes.toString(), headers['x-mine'], headers['x-late']], [202, ANSWER, '1', undefined]);
    assert.equal(headers[HEADER], header(ANSWER, { digits: DIGITS }));
  });
}
