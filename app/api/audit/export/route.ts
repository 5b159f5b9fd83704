import { accountsOf } from "@/lib/server/accounts/caller";
import { streamOf } from "@/lib/server/http/files";
import { respond } from "@/lib/server/http/route";

/** The whole audit log, one row of JSON a line, from the oldest. */
export const GET = respond("audit.export", async ({ services }) => {
  const { audit } = accountsOf(services);
  const lines = async function* () {
    for await (const row of audit.all()) yield new TextEncoder().encode(`${JSON.stringify(row)}\n`);
  };
  return new Response(streamOf(lines()), {
    headers: {
      "content-type": "application/jsonl",
      "content-disposition": 'attachment; filename="palimpsest-audit.jsonl"',
      "cache-control": "no-store",
    },
  });
});
