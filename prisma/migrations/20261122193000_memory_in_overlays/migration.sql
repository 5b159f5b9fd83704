-- What a method remembers of an edit is in the edit's overlay.
ALTER TABLE "Version" DROP COLUMN "state";
