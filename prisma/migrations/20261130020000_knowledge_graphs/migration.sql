-- Knowledge graphs and the events of each.
CREATE TABLE "KnowledgeGraph" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL
);

CREATE TABLE "KnowledgeEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "graph" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "version" TEXT,
    "createdAt" TEXT NOT NULL,
    CONSTRAINT "KnowledgeEvent_graph_fkey" FOREIGN KEY ("graph") REFERENCES "KnowledgeGraph" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE UNIQUE INDEX "KnowledgeEvent_graph_sequence_key" ON "KnowledgeEvent"("graph", "sequence");
