// A stand-in for the platform: it drives functions of the real SDK through its HTTP handler, keeps their state, and
// records everything that leaves the machine.

import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';

const ENDPOINT = 'http://127.0.0.1/api/inngest';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export class Platform {
  /** All that left: bodies and headers of responses, and requests. */
  left = '';
  /** The events that were sent. */
  events = [];
  /** The steps that were reported, by their names. */
  ops = {};
  /** What the platform makes itself, by the names of the steps: invocations, awaited events. */
  made = {};
  /** The state of the run, by the ids of its steps. */
  steps = {};

  constructor(middleware, options = {}) {
    const fetch = (url, init) => this.#receive(new URL(url), init);
    const client = { id: 'app', isDev: true, eventKey: 'k', logger: quiet, checkpointing: false, fetch };
    this.client = new Inngest({ ...client, middleware: [middleware].flat(), ...options });
  }

  /** Runs a function to its end, or from where it is, and returns the last answer. Steps fail once and for good. */
  async run(handler, { data = {}, name = 'test/event', onFailure } = {}) {
    const id = 'fn';
    const fn = this.client.createFunction({ id, triggers: [{ event: name }], retries: 1, onFailure }, handler);
    const serving = serve({ client: this.client, functions: [fn] });
    const event = { name, data: JSON.parse(JSON.stringify(data)) };
    for (let calls = 0; calls < 20; calls += 1) {
      const stack = { stack: Object.keys(this.steps), current: Object.keys(this.steps).length };
      const ids = { run_id: 'run', fn_id: 'f', qi_id: 'q' };
      const ctx = { ...ids, attempt: 0, max_attempts: 2, disable_immediate_execution: false, use_api: false, stack };
      const url = `${ENDPOINT}?fnId=app-${id}${onFailure ? '-failure' : ''}&stepId=step`;
      const body = JSON.stringify({ version: 2, event, events: [event], steps: this.steps, ctx });
      const response = await serving(new Request(url, { method: 'POST', headers: { host: '127.0.0.1' }, body }));
      const text = await response.text();
      this.left += `${JSON.stringify([...response.headers])}\n${text}\n`;
      const answer = {
        status: response.status,
        headers: response.headers,
        json: text === '' ? null : JSON.parse(text),
      };
      if (response.status !== 206) return answer;
      for (const op of answer.json) {
        if (op.op === 'RunComplete') return { ...answer, json: op.data };
        this.#memoize(op);
      }
    }
    throw new Error('the run does not end');
  }

  #memoize(op) {
    this.ops[op.displayName] = op;
    this.steps[op.id] = ['StepFailed', 'StepError'].includes(op.op)
      ? { type: 'error', error: op.error }
      : { type: 'data', data: this.made[op.displayName] ?? op.data };
  }

  async #receive(url, init) {
    this.left += `${url} ${JSON.stringify(init?.headers ?? {})}\n${init?.body ?? ''}\n`;
    if (url.pathname.startsWith('/e/')) {
      this.events.push(...JSON.parse(init.body));
      return Response.json({ ids: ['id'], status: 200 });
    }
    if (url.pathname.startsWith('/v1/checkpoint')) {
      for (const op of JSON.parse(init.body).steps) this.#memoize(op);
      return Response.json({ data: {} });
    }
    return Response.json({});
  }
}
