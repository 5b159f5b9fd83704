"use client";

import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote } from "@/components/ui";
import { QUESTIONS } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { filledPrompt, gives, type EditCase } from "@/lib/data";
import { useQuery } from "@tanstack/react-query";

interface Fit {
  readonly noToken: number;
  readonly tooLong: number;
  readonly answered: number;
}

/** Records that are looked at: two texts of each are cut, and each is continued once. */
const LOOKED_AT = 32;

/** How the model of the workbench reads a list: what it cannot read, and how much of it the model says already. */
export function ListFit({ cases }: { cases: readonly EditCase[] }) {
  const t = useEvaluateMessages().benchmarks.list.fit;
  const { modelId, head } = useWorkbench();
  const some = cases.slice(0, LOOKED_AT);
  const { data, error } = useQuery<Fit, PalimpsestError>({
    queryKey: ["benchmark list", modelId, head?.id, some.map(({ request }) => request)],
    enabled: head !== undefined && some.length > 0,
    queryFn: async ({ signal }) => {
      const prompts = some.map(({ request }) => filledPrompt(request));
      const call = { params: { modelId } };
      const cut = await callEndpoint(
        QUESTIONS.tokens,
        {
          ...call,
          input: {
            texts: some.flatMap(({ request }, i) => [
              request.targetNew,
              `${prompts[i]} ${request.targetNew}`.slice(0, 20_000),
            ]),
          },
        },
        signal,
      );
      const [targets, wholes] = [0, 1].map((part) => cut.encodings.filter((_, i) => i % 2 === part));
      const fits = some
        .filter((_, i) => wholes[i].length < cut.context)
        .map((one) => filledPrompt(one.request));
      const said =
        fits.length === 0
          ? [[]]
          : (
              await callEndpoint(
                QUESTIONS.continuations,
                { ...call, input: { prompts: fits, versions: [head?.id ?? null], maxTokens: 16 } },
                signal,
              )
            ).texts;
      const texts = new Map(fits.map((prompt, i) => [prompt, said[0][i]]));
      return {
        noToken: targets.filter((ids) => ids.length === 0).length,
        tooLong: some.length - fits.length,
        answered: some.filter(({ request }, i) => gives(texts.get(prompts[i]) ?? "", request.targetNew))
          .length,
      };
    },
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
      <li>{t.answered(data.answered, some.length)}</li>
      {data.noToken > 0 && <li className="text-warn">{t.noToken(data.noToken)}</li>}
      {data.tooLong > 0 && <li className="text-warn">{t.tooLong(data.tooLong)}</li>}
    </ul>
  );
}
