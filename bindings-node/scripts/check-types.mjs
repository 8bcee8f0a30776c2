// Compiles test/types, strictly, under every module system that users have, and with an older TypeScript.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const runs = [
  ['typescript', '--project', 'test/types', '--module', 'node16'],
  ['typescript', '--project', 'test/types', '--module', 'nodenext'],
  ['typescript', '--project', 'test/types/bundler.json'],
  ['typescript-5', '--project', 'test/types', '--module', 'nodenext'],
  // By itself, and less strictly: the types of the SDK do not compile otherwise.
  ['typescript', '--project', 'test/types/inngest.json'],
];

for (const [compiler, ...options] of runs) {
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, encoding: 'utf8' });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${compiler} ${options.join(' ')}\n${stdout}`.trimEnd());
  if (status !== 0) process.exitCode = 1;
}
