-- Where a downloaded model came from.
ALTER TABLE "Model" ADD COLUMN "origin" TEXT;
