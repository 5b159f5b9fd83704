/** Whether a continuation begins with an answer, and not with a longer word that begins like it. */
export function gives(text: string, answer: string): boolean {
  const rest = text.trimStart();
  return answer !== "" && rest.startsWith(answer) && !/^[\p{L}\p{N}]/u.test(rest.slice(answer.length));
}
