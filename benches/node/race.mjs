// Contenders on the same messages, in turn, so that a drifting machine hits all alike.

import { tampered } from './messages.mjs';

const SECONDS = Number(process.env.SIGNKEY_BENCH_SECONDS ?? '1.5');
const MOST_ROUNDS = 301;

/** What each kind of result has to be. Who verifies throws, or says `false`, to refuse. */
export const accepts = (_, result) => result !== false;
export const isMac = (message, result) => message.mac.equals(result);
export const isCanonical = (message, result) => message.canonical.equals(Buffer.from(result));

/** Clocks, in nanoseconds: the time, and what all threads of this process have used, the collector's too. */
const wallTime = () => Number(process.hrtime.bigint());
export const cpuTime = () => {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
};

/** How a turn is measured: by which clock, and how often it handles all messages. */
const TURN = { clock: wallTime, passes: 1 };

/**
 * Prints a row for each contender: the nanoseconds a message of each round.
 *
 * A contender has a `name`, and `run`, which gets what `prepare` takes of the message sent and of the one signed, which
 * are the same in a race. Who gives a wrong answer to any message is left out, and the row says so.
 */
export async function race(path, corpus, size, messages, contenders, { clock, passes } = TURN) {
  const racing = [];
  for (const contender of contenders) {
    if (await isRight(contender, messages)) {
      racing.push({ ...contender, inputs: messages.map((message) => contender.prepare(message, message)), rounds: [] });
    } else {
      leftOut(contender.name, path, `gives wrong answers: ${corpus}, ${size} bytes`);
    }
  }
  // No one pays for the garbage of another race.
  globalThis.gc?.();
  const begin = performance.now();
  for (let count = 0; count < MOST_ROUNDS; count += 1) {
    if (count >= 9 && performance.now() - begin > SECONDS * 1000) break;
    for (const place of racing.keys()) {
      // Each has another one before it from round to round.
      const contender = racing[(count + place) % racing.length];
      const start = clock();
      let last;
      for (let pass = 0; pass < passes; pass += 1) last = await runAll(contender);
      contender.rounds.push((clock() - start) / passes / messages.length);
      // Refusing would be quicker.
      if (!(await contender.check(messages.at(-1), last))) throw new Error(`${contender.name} gives wrong answers`);
    }
  }
  const all = messages.reduce((sum, { body }) => sum + body.length, 0);
  const bytes = Math.floor(all / messages.length);
  for (const { name, rounds } of racing) {
    printRow({ path, contender: name, corpus, size, bytes, bodies: messages.length, rounds });
  }
}

/** The last result. */
async function runAll({ run, inputs, isAsync }) {
  let result;
  if (isAsync) {
    for (const input of inputs) result = await run(input);
  } else {
    for (const input of inputs) result = run(input);
  }
  return result;
}

async function isRight({ prepare, run, check }, messages) {
  for (const message of messages) {
    if (!(await check(message, await run(prepare(message, message))))) return false;
    if (check === accepts && !(await refuses({ prepare, run }, message))) return false;
  }
  return true;
}

async function refuses({ prepare, run }, message) {
  try {
    return (await run(prepare(tampered(message), message))) === false;
  } catch {
    return true; // each has its own way to refuse
  }
}

export function leftOut(name, path, why) {
  printRow({ path, left_out: name, why });
}

export function printVersions() {
  printRow({ versions: { 'Node.js': process.version, "Node's OpenSSL": process.versions.openssl } });
}

/** One line for the report. */
export function printRow(row) {
  console.log(JSON.stringify({ language: 'node', ...row }));
}
