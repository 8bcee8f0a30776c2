// The middleware through the published SDK: what leaves the machine, and what comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NonRetriableError, RetryAfterError, StepError, step as globalStep } from 'inngest';
import { Encryptor } from 'signkey';
import { encryptionMiddleware } from 'signkey/inngest';
import { Platform } from './platform.mjs';
import { refused } from './support.mjs';

const CANARY = 'canary~4111-1111';
const secret = { [CANARY]: [CANARY, null, { a: CANARY }] };

const encryptor = new Encryptor({ primary: 'an-encryption-key' });
const text = (json) => Buffer.from(JSON.stringify(json));
const sealed = (value, by = encryptor) => JSON.parse(by.encryptValue(text(value)));
const opened = (value) => {
  const { json, wasEncrypted } = encryptor.decryptValue(text(value));
  assert.ok(wasEncrypted, JSON.stringify(value));
  return JSON.parse(json);
};
const openedError = (error) => {
  const { json, wasEncrypted } = encryptor.decryptError(text(error));
  assert.ok(wasEncrypted, JSON.stringify(error));
  return JSON.parse(json);
};
const platform = (options, by = encryptor) => new Platform(encryptionMiddleware(by), options);

class Leaky extends Error {
  name = 'Leaky';
  detail = CANARY;
  get code() {
    return CANARY;
  }
  toJSON() {
    return CANARY;
  }
}

/** A function that puts the canary into everything that leaves. */
async function everything({ step, event }) {
  assert.deepEqual(event.data.encrypted, secret);
  assert.deepEqual(await step.run('step', () => secret), secret);
  assert.equal(await step.run('text', (given) => given, CANARY), CANARY);
  assert.equal(await step.run('nothing', () => null), null);
  assert.equal(await step.ai.wrap('wrapped', async (prompt) => prompt, CANARY), CANARY);
  await step.sendEvent('send', [{ name: 'test/sent', data: { id: 1, encrypted: CANARY } }]);
  await globalStep.sendEvent('send globally', { name: 'test/sent', data: { encrypted: CANARY } });
  const caught = await step
    .run('fail', () => {
      throw new NonRetriableError(CANARY, { cause: new TypeError(CANARY, { cause: secret }) });
    })
    .catch((error) => error);
  assert.ok(caught instanceof StepError);
  assert.deepEqual([caught.name, caught.message, caught.stepId], ['NonRetriableError', CANARY, 'fail']);
  assert.match(caught.stack, /canary~4111-1111[^]*encryption-inngest\.test/);
  assert.ok(caught.cause instanceof TypeError);
  assert.deepEqual(caught.cause.cause, secret);
  const invoked = await step.invoke('invoke', { function: this.other, data: { id: 1, encrypted: secret } });
  assert.deepEqual(invoked, secret);
  const awaited = await step.waitForEvent('wait', { event: 'test/awaited', timeout: '1h' });
  assert.deepEqual(awaited.data, { encrypted: CANARY });
  await step.sleep('sleep', '1h');
  return secret;
}

for (const checkpointing of [false, true]) {
  test(`of events, steps, invocations and results nothing leaves${checkpointing ? ' in checkpoints' : ''}`, async () => {
    const here = platform({ checkpointing });
    const other = here.client.createFunction({ id: 'other', triggers: [{ event: 'test/other' }] }, () => null);
    here.made.invoke = sealed(secret);
    here.made.wait = { name: 'test/awaited', data: { encrypted: sealed(CANARY) } };
    const answer = await here.run(everything.bind({ other }), { data: { encrypted: sealed(secret) } });

    assert.deepEqual(opened(answer.json), secret);
    assert.doesNotMatch(here.left, /canary/i);
    assert.equal(/v1\/checkpoint/.test(here.left), checkpointing);
    assert.deepEqual(opened(here.ops.step.data), secret);
    assert.equal(opened(here.ops.text.data), CANARY);
    assert.equal(opened(here.ops.nothing.data), null);
    assert.equal(opened(here.events[0].data.encrypted), CANARY);
    assert.equal(here.events[0].data.id, 1);
    assert.equal(here.events.length, 2);
    assert.deepEqual(opened(here.ops.invoke.opts.payload.data.encrypted), secret);
    assert.equal(openedError(here.ops.fail.error).message, CANARY);
  });
}

test('without the middleware, the same search finds the canary', async () => {
  const here = platform({}, new Encryptor({ primary: 'an-encryption-key', decryptOnly: true }));
  const answer = await here.run(({ step }) => step.run('step', () => secret));
  assert.deepEqual(answer.json, secret);
  assert.match(here.left, /canary/);
});

test('an error of a function is sealed, whatever was thrown', async () => {
  const circular = { message: '', name: CANARY };
  circular.cause = circular;
  const thrown = [
    new Error(CANARY),
    Object.assign(new RangeError(CANARY, { cause: CANARY }), { code: CANARY, [CANARY]: CANARY }),
    new Leaky(CANARY),
    new AggregateError([new Error(CANARY)], CANARY),
    { __serialized: true, name: CANARY, message: CANARY, stack: CANARY },
    { [CANARY]: CANARY },
    circular,
    CANARY,
    Symbol(CANARY),
    new Proxy(new Error(CANARY), {
      get() {
        throw new Error(CANARY);
      },
      getPrototypeOf() {
        throw new Error(CANARY);
      },
    }),
  ];
  for (const error of thrown) {
    for (const inStep of [true, false]) {
      const here = platform();
      const fail = () => {
        throw error;
      };
      const answer = await here.run(({ step }) => (inStep ? step.run('step', fail) : fail()));
      assert.doesNotMatch(here.left, /canary/i);
      assert.ok(answer.status >= 400, `${answer.status}`);
      if (error === thrown.at(-1)) continue;
      const { message } = openedError(answer.json);
      if (error !== circular) assert.match(message, /canary/);
    }
  }
});

test('an output that is no JSON fails without showing why', async () => {
  for (const output of [
    1n,
    { toJSON: () => assert.fail(CANARY) },
    Object.assign([], { toJSON: () => 1n, [CANARY]: 1 }),
  ]) {
    const here = platform();
    const answer = await here.run(() => output);
    assert.equal(answer.status, 500);
    openedError(answer.json);
    assert.doesNotMatch(here.left, /canary/i);
  }
});

test('whether and when to try again is as without the middleware', async () => {
  class Fatal extends NonRetriableError {
    name = 'Fatal';
  }
  const cases = [
    [() => new Error('x'), 500, 'false', null],
    [() => new NonRetriableError('x'), 400, 'true', null],
    [() => new Fatal('x'), 400, 'true', null],
    [() => Object.assign(new Error('x'), { name: 'NonRetriableError' }), 400, 'true', null],
    [() => new RetryAfterError('x', '1h'), 500, 'false', '3600'],
  ];
  const plain = new Encryptor({ primary: 'x', decryptOnly: true });
  for (const by of [encryptor, plain]) {
    for (const [make, status, noRetry, retryAfter] of cases) {
      const { headers, ...answer } = await platform({}, by).run(() => {
        throw make();
      });
      assert.equal(answer.status, status);
      assert.equal(headers.get('x-inngest-no-retry'), noRetry);
      assert.equal(headers.get('retry-after'), retryAfter);
    }
    const here = platform({}, by);
    // A step that failed for good fails its function for good.
    const { status, json } = await here.run(({ step }) =>
      step.run('step', () => {
        throw new NonRetriableError(CANARY);
      }),
    );
    assert.equal(status, 400);
    const { message } = by === plain ? json : openedError(json);
    assert.equal(message, CANARY);
  }
});

test('a failure handler gets the event and the error in plain text', async () => {
  const error = JSON.parse(encryptor.encryptError(text({ name: 'TypeError', message: CANARY, stack: 'at x' })));
  const here = platform();
  const seen = [];
  const onFailure = ({ error, event }) => {
    seen.push(error, event);
  };
  await here.run(() => null, {
    name: 'inngest/function.failed',
    data: { function_id: 'f', run_id: 'r', error, event: { name: 'test/event', data: { encrypted: sealed(secret) } } },
    onFailure,
  });
  const [received, event] = seen;
  assert.ok(received instanceof TypeError);
  assert.deepEqual([received.name, received.message, received.stack], ['TypeError', CANARY, 'at x']);
  assert.deepEqual(event.data.event.data, { encrypted: secret });
  assert.equal(event.data.error.message, CANARY);
  assert.doesNotMatch(here.left, /canary/i);
});

test("the platform's own errors pass as they are", async () => {
  const here = platform();
  await here.run(({ step }) => step.run('step', () => 1));
  here.steps[here.ops.step.id] = { type: 'error', error: { name: 'TimeoutError', message: 'timed out' } };
  let caught;
  await here.run(({ step }) => step.run('step', () => 1).catch((error) => (caught = error)));
  assert.deepEqual([caught.name, caught.message], ['TimeoutError', 'timed out']);
});

test('what cannot be decrypted fails the run and says why, wherever it is', async () => {
  const other = new Encryptor({ primary: 'another-key' });
  const handler = async ({ step }) => [await step.run('step', () => 1), await step.run('after', () => 2)];
  const error = JSON.parse(other.encryptError(text({ message: CANARY })));
  for (const memoized of [
    { type: 'data', data: sealed(1, other) },
    { type: 'error', error },
  ]) {
    const here = platform();
    await here.run(handler);
    here.steps[here.ops.step.id] = memoized;
    const { status, json } = await here.run(handler);
    assert.deepEqual([status, json.name, json.code], [500, 'SignkeyError', 'decryption_failed']);
  }
  const { json } = await platform().run(handler, { data: { encrypted: sealed(1, other) } });
  assert.equal(json.code, 'decryption_failed');
});

test('decrypt-only reads both and writes plain text', async () => {
  const here = platform({}, new Encryptor({ primary: 'an-encryption-key', decryptOnly: true }));
  here.made.step = sealed(secret);
  const answer = await here.run(
    async ({ step, event }) => {
      await step.sendEvent('send', { name: 'test/sent', data: { encrypted: 1 } });
      return [event.data, await step.run('step', () => null), await step.run('plain', () => 2)];
    },
    { data: { encrypted: sealed(CANARY) } },
  );
  assert.deepEqual(answer.json, [{ encrypted: CANARY }, secret, 2]);
  assert.deepEqual(here.events[0].data, { encrypted: 1 });
});

test('with encryption required, plain text is refused where something encrypted is due', async () => {
  const strict = new Encryptor({ primary: 'an-encryption-key', requireEncrypted: true });
  const event = await platform({}, strict).run(() => 1, { data: { encrypted: 1 } });
  assert.equal(event.json.code, 'encryption_required');
  const here = platform({}, strict);
  here.made.step = 1;
  const output = await here.run(({ step }) => step.run('step', () => 1));
  assert.equal(output.json.code, 'encryption_required');
  // What the platform makes without a key is none of it.
  const sleeper = platform({}, strict);
  sleeper.made.infer = { text: 'x' };
  sleeper.made.wait = { name: 'test/awaited', data: { id: 1 } };
  const { status, json } = await sleeper.run(async ({ step }) => {
    await step.sleep('sleep', '1h');
    const inferred = await step.fetch('http://127.0.0.1/').catch((error) => error.name);
    assert.equal(typeof inferred, 'string');
    assert.equal(await step.waitForSignal('signal', { signal: 's', timeout: '1h' }), null);
    return step.waitForEvent('wait', { event: 'test/awaited', timeout: '1h' });
  });
  assert.deepEqual([status, opened(json)], [200, { name: 'test/awaited', data: { id: 1 } }]);
});

test('a value that looks like an envelope comes back as it was', async () => {
  const lookalike = { __ENCRYPTED__: true, __STRATEGY__: 'inngest/libsodium', data: CANARY };
  const envelope = sealed(CANARY);
  const here = platform();
  const answer = await here.run(async ({ step }) => {
    assert.deepEqual(await step.run('step', () => lookalike), lookalike);
    assert.deepEqual(await step.run('envelope', () => envelope), envelope);
    return lookalike;
  });
  assert.deepEqual(opened(answer.json), lookalike);
  assert.doesNotMatch(here.left, /canary/i);
});

test('it takes an encryptor and nothing else', () => {
  for (const wrong of [undefined, 'key', {}]) refused('invalid_argument', () => encryptionMiddleware(wrong));
});
