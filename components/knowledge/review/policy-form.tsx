"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Checkbox, ErrorNote, Field, Select, toast } from "@/components/ui";
import { setGraphPolicy } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { type GraphTriple, type GuardPolicy } from "@/lib/knowledge/schemas";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";

/** What the graph asks of plans: sources, a second person, protected relations and facts. */
export function PolicyForm({ policy }: { policy: GuardPolicy }) {
  const t = useKnowledgeMessages().review;
  const { graphId, data, relations } = useGraph();
  const { author, branches } = useWorkbench();
  const words = useWording(data?.names);
  const [next, setNext] = useState(policy);
  const saving = useActionOf(setGraphPolicy);
  const change = (part: Partial<GuardPolicy>) => setNext({ ...next, ...part });
  const save = async () => {
    const saved = await saving
      .mutateAsync({ params: { graphId }, input: { policy: next, author } })
      .catch(() => null);
    if (saved) toast.success(t.saved);
  };
  /** Of another model than the page's. */
  const isElsewhere = next.agreedWith !== undefined && !branches.some(({ id }) => id === next.agreedWith);
  const isSame = JSON.stringify(next) === JSON.stringify(policy);
  const factKey = (fact: GraphTriple) => `${fact.subject} ${fact.relation} ${fact.object}`;
  return (
    <section aria-label={t.policy} className="flex flex-col gap-4">
      <div>
        <h3 className="text-lg">{t.policy}</h3>
        <p className="text-xs text-faint">{t.policyHint}</p>
      </div>
      <Field label={t.evidence}>
        {(control) => (
          <Select
            {...control}
            value={next.evidence}
            onChange={(evidence) => change({ evidence })}
            options={(["nothing", "overwrite", "everything"] as const).map((value) => ({
              value,
              label: t.evidences[value],
            }))}
          />
        )}
      </Field>
      <Checkbox
        checked={next.twoPersonsForCurated}
        onChange={(twoPersonsForCurated) => change({ twoPersonsForCurated })}
        label={t.twoPersons}
      />
      <Field label={t.agreedWith}>
        {(control) => (
          <Select
            {...control}
            value={next.agreedWith ?? ""}
            onChange={(id) => change({ agreedWith: id === "" ? undefined : id })}
            options={[
              { value: "", label: t.noModel },
              ...branches.map(({ id, model, name }) => ({ value: id, label: t.askedBranch(model, name) })),
              ...(isElsewhere ? [{ value: next.agreedWith!, label: next.agreedWith! }] : []),
            ]}
          />
        )}
      </Field>
      <Field label={t.protect}>
        {(control) => (
          <Select
            {...control}
            value=""
            onChange={(id) => id !== "" && change({ protectedRelations: [...next.protectedRelations, id] })}
            options={[
              { value: "", label: t.chooseRelation },
              ...relations
                .filter(({ id }) => !next.protectedRelations.includes(id))
                .map(({ id }) => ({ value: id, label: words.relation(id) })),
            ]}
          />
        )}
      </Field>
      <Protected
        title={t.protectedRelations}
        items={next.protectedRelations.map((id) => ({ key: id, text: words.relation(id) }))}
        onRemove={(key) => change({ protectedRelations: next.protectedRelations.filter((id) => id !== key) })}
      />
      <Protected
        title={t.protectedFacts}
        items={next.protectedFacts.map((fact) => ({ key: factKey(fact), text: words.sentence(fact) }))}
        onRemove={(key) =>
          change({ protectedFacts: next.protectedFacts.filter((fact) => factKey(fact) !== key) })
        }
      />
      {saving.error && <ErrorNote error={saving.error} />}
      <RoleButton
        operation="knowledge.policy"
        className="self-start"
        disabled={isSame}
        pending={saving.isPending}
        onClick={() => void save()}
      >
        {t.save}
      </RoleButton>
    </section>
  );
}

interface ProtectedProps {
  title: string;
  items: readonly { readonly key: string; readonly text: string }[];
  onRemove: (key: string) => void;
}

function Protected({ title, items, onRemove }: ProtectedProps) {
  const t = useKnowledgeMessages().review;
  return (
    <div className="text-sm">
      <h4 className="mb-1 font-sans text-xs font-medium text-faint">{title}</h4>
      {items.length === 0 ? (
        <p className="text-soft">{t.nothing}</p>
      ) : (
        <ul className="flex flex-wrap gap-1.5">
          {items.map(({ key, text }) => (
            <li key={key}>
              <Button size="sm" icon={<X />} aria-label={t.unprotect(text)} onClick={() => onRemove(key)}>
                {text}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
