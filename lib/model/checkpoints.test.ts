import { expect, test } from "vitest";
import { RepositoryId, Revision } from "../store";
import { CHECKPOINTS } from "./checkpoints";
import { bert } from "./encoder/bert";
import { MODEL_FAMILIES } from "./families";

test("every proposed checkpoint is of a family that is here, under a name that a download accepts", () => {
  for (const { id, family, revision } of CHECKPOINTS.all) {
    expect(
      [bert, ...MODEL_FAMILIES.all].map((known) => known.id),
      id,
    ).toContain(family);
    expect(RepositoryId.safeParse(id).success, id).toBe(true);
    expect(Revision.safeParse(revision).success, id).toBe(true);
  }
});
