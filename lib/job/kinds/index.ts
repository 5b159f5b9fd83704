/** Every kind of job. */
import type { AnyJobKind } from "../runner/job";
import { downloadJob } from "./download";
import { editJob } from "./edit";
import { lifelongJob } from "./lifelong";
import { prepareJob } from "./prepare";
import { proposeJob } from "./propose";

export const JOB_KINDS = [
  editJob,
  downloadJob,
  prepareJob,
  proposeJob,
  lifelongJob,
] as unknown as readonly AnyJobKind[];
