-- Changes that are about to be made, until the audit log has them; and how much a person may use.
CREATE TABLE "AuditIntent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" TEXT NOT NULL,
    "person" TEXT,
    "name" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "details" TEXT NOT NULL
);

CREATE TABLE "Quota" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runningJobs" INTEGER,
    "waitingJobs" INTEGER,
    "computeMinutes" INTEGER,
    "storageMb" INTEGER
);
