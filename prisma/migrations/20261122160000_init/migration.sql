-- Tables of the first release.

CREATE TABLE "Model" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "files" TEXT NOT NULL,
    "addedAt" TEXT NOT NULL
);

CREATE TABLE "Version" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "model" TEXT NOT NULL,
    "parents" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "overlays" TEXT NOT NULL,
    "state" TEXT,
    "author" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "deltaNorms" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    CONSTRAINT "Version_model_fkey" FOREIGN KEY ("model") REFERENCES "Model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE TABLE "Branch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "model" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "head" TEXT NOT NULL,
    "redo" TEXT NOT NULL,
    "updatedAt" TEXT NOT NULL,
    CONSTRAINT "Branch_model_fkey" FOREIGN KEY ("model") REFERENCES "Model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT "Branch_head_fkey" FOREIGN KEY ("head") REFERENCES "Version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE TABLE "Measurement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "report" TEXT NOT NULL,
    "durationMs" REAL NOT NULL,
    "place" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    CONSTRAINT "Measurement_version_fkey" FOREIGN KEY ("version") REFERENCES "Version" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "input" TEXT NOT NULL,
    "output" TEXT,
    "error" TEXT,
    "progress" TEXT,
    "attempt" INTEGER NOT NULL,
    "createdAt" TEXT NOT NULL,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "heartbeatAt" TEXT,
    "cancelRequested" BOOLEAN NOT NULL,
    "author" TEXT NOT NULL
);

CREATE TABLE "JobEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "job" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "progress" TEXT,
    "at" TEXT NOT NULL,
    CONSTRAINT "JobEvent_job_fkey" FOREIGN KEY ("job") REFERENCES "Job" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX "Version_model_idx" ON "Version"("model");
CREATE INDEX "Branch_model_idx" ON "Branch"("model");
CREATE INDEX "Measurement_version_idx" ON "Measurement"("version");
CREATE INDEX "Job_status_idx" ON "Job"("status");
CREATE UNIQUE INDEX "JobEvent_job_sequence_key" ON "JobEvent"("job", "sequence");
CREATE INDEX "JobEvent_job_id_idx" ON "JobEvent"("job", "id");
