// The app's only function, and what the platform has to know of it.

import { createHash } from 'node:crypto';

const VERSION = '0.1.0';
const NAME = 'ask the platform';
const STEP = createHash('sha1').update(NAME).digest('hex'); // steps are named by their SHA-1

export const about = { id: 'node', sdk: `signkey-node:v${VERSION}`, language: 'js', framework: 'web', functions: 1 };

/** The function, called at our own URL. */
function functions(url) {
  const runtime = { type: 'http', url: `${url}?fnId=node-double` };
  const step = { id: 'step', name: 'step', runtime, retries: { attempts: 3 } };
  return [{ id: 'node-double', name: 'double', triggers: [{ event: 'number/node' }], steps: { step } }];
}

/** The configuration as it is sent to the platform. */
export function registrationContent(url) {
  return {
    v: '0.1',
    deployType: 'ping',
    appName: about.id,
    framework: about.framework,
    sdk: about.sdk,
    url,
    functions: functions(url),
    capabilities: {},
  };
}

/** The configuration as it is the response to a sync. */
export function inBandContent(url, inspection) {
  return {
    app_id: about.id,
    env: null,
    framework: about.framework,
    functions: functions(url),
    inspection,
    platform: null,
    sdk_author: 'signkey',
    sdk_language: about.language,
    sdk_version: VERSION,
    url,
  };
}

/**
 * The status and the answer to a call: one step, which asks the platform's API, and then the result. The step fails
 * as often as the event says, and kills its process if it says so.
 */
export async function double(body, ask) {
  let request;
  try {
    request = JSON.parse(body);
  } catch {
    return [400, { message: 'not a call' }];
  }
  const { ctx, event, steps } = request;
  const { number, fails = 0, dies = false } = event.data;
  const done = steps[STEP];
  if (done !== undefined) return [200, { doubled: number * 2, platform: done.data }];
  if (dies && ctx.attempt === 0) process.exit(1);
  if (ctx.attempt < fails) return [500, { message: 'failed, as the event says' }];
  const status = await ask(`/v1/runs/${ctx.run_id}`);
  if (status !== 200) return [500, { message: `the platform answered ${status}` }];
  return [206, [{ id: STEP, op: 'StepRun', name: NAME, displayName: NAME, data: { status } }]];
}
