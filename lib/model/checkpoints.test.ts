import { expect, test } from "vitest";
import { RepositoryId, Revision } from "../store";
import { CHECKPOINTS } from "./checkpoints";
import { MODEL_FAMILIES } from "./families";

test("every proposed checkpoint is of a family that is here, under a name that a download accepts", () => {
  for (const { id, family, revision } of CHECKPOINTS.all) {
    expect(() => MODEL_FAMILIES.get(family), id).not.toThrow();
    expect(RepositoryId.safeParse(id).success, id).toBe(true);
    expect(Revision.safeParse(revision).success, id).toBe(true);
  }
});
