/** Where Prisma's command line finds the schema, the migrations and, for `migrate deploy`, the database. */
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: `file:${process.env.PALIMPSEST_DATA ?? "./data"}/palimpsest.db` },
});
