const emitted = new Set<string>();

/** Writes a warning, once for each code. */
export function emitWarning(code: string, message: string): void {
  if (emitted.has(code)) return;
  emitted.add(code);
  warn(code, message);
}

/** Writes a warning. */
export function warn(code: string, message: string): void {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  if (process?.emitWarning === undefined) console.warn(`SignkeyWarning: ${message}`);
  else process.emitWarning(message, { type: 'SignkeyWarning', code });
}
