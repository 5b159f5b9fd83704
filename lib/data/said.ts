/** Whether what a model wrote gives an answer. */

/** Whether a continuation begins with an answer, and not with a longer word that begins like it. Chinese has no space between. */
export function gives(text: string, answer: string): boolean {
  const rest = text.trimStart();
  return (
    answer !== "" &&
    rest.startsWith(answer) &&
    !/^(?!\p{Script=Han})[\p{L}\p{N}]/u.test(rest.slice(answer.length))
  );
}

/** Whether it gives one of the names of a thing, with or without its article. */
export function givesName(text: string, names: readonly string[]): boolean {
  const said = withoutArticle(text.trimStart());
  return names.some((name) => gives(said, withoutArticle(name)));
}

const withoutArticle = (text: string): string => text.replace(/^the /i, "");

/** What a model wrote after a prompt, up to the end of its first clause. */
export function firstClause(text: string): string {
  return text
    .trim()
    .split(/[.\n;。；]/, 1)[0]
    .trim();
}
