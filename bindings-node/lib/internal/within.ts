/** What the work comes to; an error if that takes longer. Whatever becomes of the work then, nobody hears of it. */
export function within<T>(milliseconds: number, work: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`no answer within ${milliseconds} ms`));
    // Timers run before sockets are read: if this thread was busy, the answer may be there already.
    const timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), milliseconds);
    const succeed = (value: T): void => {
      clearTimeout(timer);
      resolve(value);
    };
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(error as Error);
    };
    try {
      Promise.resolve(work()).then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}
