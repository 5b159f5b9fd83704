-- Clients take turns in the queue.
ALTER TABLE "Job" ADD COLUMN "client" TEXT;
