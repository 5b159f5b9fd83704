"use client";

import { useExploreMessages } from "@/components/messages/explore";
import { formatPercent } from "@/components/ui";
import type { PanelProps } from "../index";
import { shownToken } from "../token";

interface NeuronAnswer {
  readonly layer: number;
  readonly texts: number;
  readonly neurons: readonly {
    readonly neuron: number;
    readonly activeShare: number;
    readonly activeMean: number;
    readonly excitedBy: readonly {
      readonly tokens: readonly string[];
      readonly at: number;
      readonly value: number;
    }[];
    readonly promotes: readonly Promoted[];
    readonly suppresses: readonly Promoted[];
  }[];
}

interface Promoted {
  readonly token: string;
  readonly logit: number;
}

/** What excites single neurons, and which words they promote and suppress. */
export function NeuronPanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  const words = t.neurons;
  return (
    <div className="flex flex-col gap-8">
      {answers.map(({ side, data }) => {
        const { layer, texts, neurons } = data as NeuronAnswer;
        return (
          <section key={side.key} aria-label={t.sides[side.key]} className="flex flex-col gap-6">
            {answers.length > 1 && <h3 className="text-xl">{t.sides[side.key]}</h3>}
            {neurons.map((one) => (
              <div key={one.neuron} className="flex flex-col gap-3">
                <p className="max-w-measure text-base">
                  {words.active(layer, one.neuron, formatPercent(one.activeShare), texts)}
                </p>
                <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
                  <div className="min-w-0">
                    <h4 className="eyebrow mb-1">{words.excited}</h4>
                    <ul className="flex flex-col gap-1 text-sm">
                      {one.excitedBy.map(({ tokens, at, value }, i) => (
                        <li key={i} className="flex gap-3">
                          <span className="numeric w-12 shrink-0 text-right text-xs text-faint">
                            {value.toFixed(2)}
                          </span>
                          <span className="min-w-0 break-words">
                            {tokens.slice(0, at).join("")}
                            <mark className="rounded-sm bg-after-wash px-0.5 text-after">{tokens[at]}</mark>
                            {tokens.slice(at + 1).join("")}
                          </span>
                        </li>
                      ))}
                    </ul>
                  </div>
                  <Words title={words.promotes} list={one.promotes} />
                  <Words title={words.suppresses} list={one.suppresses} />
                </div>
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
}

function Words({ title, list }: { title: string; list: readonly Promoted[] }) {
  return (
    <div className="min-w-0">
      <h4 className="eyebrow mb-1">{title}</h4>
      <ol className="text-sm">
        {list.map(({ token, logit }, i) => (
          <li key={i} className="flex justify-between gap-3 border-b py-0.5">
            <span className="truncate font-mono text-xs">{shownToken(token)}</span>
            <span className="numeric text-xs text-soft">{logit.toFixed(2).replace("-", "−")}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
