-- What a job is about, so that a list of jobs need not read their inputs.
ALTER TABLE "Job" ADD COLUMN "summary" TEXT;
