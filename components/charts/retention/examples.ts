import type { RetentionData } from "./index";

/** Distinct numbers, so that a swapped column or row would show. */
function heatmap(edits: number, checkpoints: readonly number[], width: number): RetentionData {
  const columns = Array.from({ length: Math.ceil(edits / width) }, (_, index) => ({
    first: index * width + 1,
    last: Math.min(edits, (index + 1) * width),
  }));
  return {
    metric: "reliability",
    protocol: "teacher-forced",
    columns,
    checkpoints: [...checkpoints],
    cells: checkpoints.flatMap((after, checkpoint) =>
      columns.flatMap(({ first, last }, column) =>
        first > after
          ? []
          : [
              {
                column,
                checkpoint,
                // The first of several columns is of edits that were all replaced.
                score: first === 1 && edits > 1 ? null : ((first * 37 + after * 11) % 101) / 101,
                count: first === 1 && edits > 1 ? 0 : Math.min(last, after) - first + 1,
                neverTook: first % 4,
                replaced: first === 1 && edits > 1 ? width : 0,
              },
            ],
      ),
    ),
    chosen: edits > 1 ? 3 : null,
  };
}

export const examples: Record<"none" | "one" | "many", RetentionData> = {
  none: heatmap(0, [], 1),
  one: heatmap(1, [1], 1),
  many: heatmap(100, [10, 50, 100], 10),
};
