// Names that are nearly right.

/** What looks like the name of an option; anything else may be a value, and is not shown. */
const NAME = /^[A-Za-z_]\w{0,23}$/;
const MOST_EDITS = 3;

/** What to say of a name that is unknown: it, and the one that was meant, as far as that can be told. */
export function unknownName(name: string, names: ReadonlySet<string>): string {
  if (!NAME.test(name)) return 'an unknown name';
  const nearest = nearestName(name, names);
  return nearest === undefined ? `\`${name}\`` : `\`${name}\` (did you mean \`${nearest}\`?)`;
}

function nearestName(name: string, names: ReadonlySet<string>): string | undefined {
  const distances = [...names].map((other) => [edits(plain(name), plain(other)), other] as const);
  const [distance, nearest] = distances.reduce((one, other) => (other[0] < one[0] ? other : one), [Infinity, '']);
  return distance <= Math.min(MOST_EDITS, Math.floor(name.length / 2)) ? nearest : undefined;
}

/** Letters in lower case alone: other languages write `max_body_size`. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** How many characters to add, remove or replace to come from one to the other (Wagner and Fischer, 1974). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (const [at, other] of [...to].entries()) {
      const replaced = (row[at] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] as number) + 1, (next[at] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
