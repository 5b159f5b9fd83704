import { z } from "zod";
import { invalidField } from "@/lib/base";
import { ModelRecord } from "@/lib/store";
import { addressOf } from "@/lib/server/front/clients";
import { fileResponse, parseRange } from "@/lib/server/http/files";
import { parse, respond } from "@/lib/server/http/route";

const Params = z.object({
  modelId: ModelRecord.shape.id,
  name: z.string().transform((name) => name.replaceAll("%2F", "/")),
});

/** A file of a model, or the part that a Range header asks for. */
export const GET = respond("models.file", async ({ request, params, services }) => {
  const { modelId, name } = parse(Params, params);
  const size = await services.modelFiles.size(modelId, name);
  const range = parseRange(request.headers.get("range"), size);
  return fileResponse(size, range, ({ start, end }) => services.modelFiles.stream(modelId, name, start, end));
});

/** Takes in one file of a model that will be added; it is written as it arrives. */
export const PUT = respond("models.upload", async ({ request, params, services }) => {
  const { modelId, name } = parse(Params, params);
  const { body } = request;
  if (!body) throw invalidField("body", "The file is empty.");
  const receive = () => services.models.receive(modelId, name, body);
  return Response.json({ name, sizeBytes: await services.uploads.during(addressOf(request), receive) });
});
