import { retryJob } from "@/lib/api";
import { clientOf } from "@/lib/server/front/clients";
import { route } from "@/lib/server/http/route";

export const POST = route(retryJob, async ({ params, services, caller: { visitor }, address }) => ({
  // Whoever has signed in takes their own turn with it.
  jobId: await services.runner.retry(
    params.jobId,
    visitor ? { author: visitor.person.name, client: clientOf(address, visitor.person.name) } : undefined,
  ),
}));
