-- Sentence encoders are listed beside models; whatever is there already is a model.
ALTER TABLE "Model" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'model';
