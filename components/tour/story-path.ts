/** The address of a story, for links from other places. */
export function storyPath(story: 1 | 2 | 3): string {
  return `/edit?story=${story}`;
}
