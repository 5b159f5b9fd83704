import { getJob } from "@/lib/api";
import { addressOf } from "@/lib/server/front/clients";
import { eventStream, placeInStream } from "@/lib/server/http/event-stream";
import { parse, respond } from "@/lib/server/http/route";

/** The job's events as server-sent events, from the beginning or after the last one that the client saw. */
export const GET = respond("jobs.events", async ({ request, params, services }) => {
  const { jobId } = parse(getJob.params, params);
  await services.store.jobs.get(jobId); // an unknown job is an error now, not an empty stream
  const leave = services.streams.take(addressOf(request));
  return eventStream(
    (signal) => services.runner.watch(jobId, placeInStream(request), signal),
    request.signal,
    leave,
  );
});
