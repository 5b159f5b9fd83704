-- Edit after edit with one method, judged at checkpoints.
CREATE TABLE "LifelongRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "job" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "state" TEXT,
    "createdAt" TEXT NOT NULL,
    "updatedAt" TEXT NOT NULL,
    CONSTRAINT "LifelongRun_model_fkey" FOREIGN KEY ("model") REFERENCES "Model" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX "LifelongRun_model_idx" ON "LifelongRun"("model");
