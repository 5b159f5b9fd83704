-- Jobs and lifelong runs name the version that they are about, and no longer list its overlays. A lifelong job names its run.
UPDATE "JobPayload" SET "input" = json_remove("input", '$.overlays')
WHERE "id" IN (SELECT "id" FROM "Job" WHERE "kind" IN ('edit', 'lifelong'));
UPDATE "JobPayload" SET "input" = json_set("input", '$.runId', json_extract("Job"."summary", '$.runId'))
FROM "Job" WHERE "Job"."id" = "JobPayload"."id" AND "Job"."kind" = 'lifelong' AND json_extract("Job"."summary", '$.runId') IS NOT NULL;
UPDATE "LifelongRun" SET "settings" = json_remove("settings", '$.overlays');
