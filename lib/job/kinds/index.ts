/** Every kind of job. */
import type { AnyJobKind } from "../job";
import { editJob } from "./edit";

export const JOB_KINDS = [editJob] as unknown as readonly AnyJobKind[];
