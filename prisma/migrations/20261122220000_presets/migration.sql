-- Presets measured on this installation.
CREATE TABLE "Preset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "model" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    CONSTRAINT "Preset_model_fkey" FOREIGN KEY ("model") REFERENCES "Model" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE INDEX "Preset_model_idx" ON "Preset"("model");
