/** What the work comes to; an error if that takes longer. Whatever becomes of the work then, nobody hears of it. */
export function within<T>(milliseconds: number, work: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`no answer within ${milliseconds} ms`));
    const timer = setTimeout(late, milliseconds);
    const end = (): void => clearTimeout(timer);
    // An error at once is one like any other.
    const answer = new Promise<T>((settle) => settle(work()));
    answer.finally(end).then(resolve, reject);
  });
}
