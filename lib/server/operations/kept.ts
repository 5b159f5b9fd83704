/** An answer that is asked for again only when it is old. */
export function kept<T>(holdsMs: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let askedAt = 0;
  return () => {
    if (answer !== undefined && Date.now() - askedAt < holdsMs) return answer;
    askedAt = Date.now();
    const asked = ask();
    answer = asked;
    asked.catch(() => {
      if (answer === asked) answer = undefined;
    });
    return asked;
  };
}
