-- Jobs and lifelong runs name the version that they are about, and no longer list its overlays. A lifelong job names its run.
UPDATE "Job" SET "input" = json_remove("input", '$.overlays') WHERE "kind" IN ('edit', 'lifelong');
UPDATE "Job" SET "input" = json_set("input", '$.runId', json_extract("summary", '$.runId'))
WHERE "kind" = 'lifelong' AND json_extract("summary", '$.runId') IS NOT NULL;
UPDATE "LifelongRun" SET "settings" = json_remove("settings", '$.overlays');
