-- What a job was asked and what it gave, apart from its row: the row is read and written several times a second.
CREATE TABLE "JobPayload" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "input" TEXT NOT NULL,
    "output" TEXT,
    CONSTRAINT "JobPayload_id_fkey" FOREIGN KEY ("id") REFERENCES "Job" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);
INSERT INTO "JobPayload" ("id", "input", "output") SELECT "id", "input", "output" FROM "Job";
ALTER TABLE "Job" DROP COLUMN "input";
ALTER TABLE "Job" DROP COLUMN "output";

-- Of each job's progress, as many events as are kept of new jobs, and the last.
DELETE FROM "JobEvent" WHERE "kind" = 'progress' AND "sequence" %
    (1 + (SELECT MAX(newest."sequence") FROM "JobEvent" AS newest WHERE newest."job" = "JobEvent"."job") / 128) <> 0
    AND "sequence" < (SELECT MAX(newest."sequence") FROM "JobEvent" AS newest WHERE newest."job" = "JobEvent"."job" AND newest."kind" = 'progress');
