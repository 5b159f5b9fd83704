"use client";

import { useState } from "react";
import { Button, Checkbox, Field, TextInput, useDebounced } from "@/components/ui";
import { proposeRelationFor } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { GraphRelation } from "@/lib/knowledge/schemas";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";

const TYPING_MS = 300;

/** A relation that the graph does not have: what the data propose for these types, and what the person has said of it. */
export function useNewRelation(
  isWanted: boolean,
  subjectType: string | undefined,
  objectType: string | undefined,
) {
  const { graphId } = useGraph();
  const [label, setLabel] = useState("");
  const [inverse, setInverse] = useState("");
  /** What the person decided; the proposal stands where nothing was. */
  const [decided, setDecided] = useState<Partial<Traits>>({});
  const asked = useDebounced(label.trim(), TYPING_MS);
  const { data: proposal } = useQueryOf(
    proposeRelationFor,
    {
      params: { graphId },
      input: {
        label: asked,
        ...(subjectType !== undefined && { subjectType }),
        ...(objectType !== undefined && { objectType }),
      },
    },
    { enabled: isWanted && asked !== "", keepPrevious: true },
  );
  const traits: Traits = {
    functional: decided.functional ?? proposal?.relation.functional ?? true,
    oneSubject: decided.oneSubject ?? false,
    symmetric: subjectType === objectType && (decided.symmetric ?? false),
  };
  const id = slug(label);
  const other = traits.symmetric ? id : slug(inverse);
  const relation = relationOf(id, label.trim(), subjectType, objectType, traits, other);
  const turned = { ...traits, functional: traits.oneSubject, oneSubject: traits.functional };
  const made =
    other === "" || other === id
      ? [relation]
      : [relation, relationOf(other, inverse.trim(), objectType, subjectType, turned, id)];
  return {
    label,
    setLabel,
    inverse,
    setInverse,
    traits,
    decide: (part: Partial<Traits>) => setDecided({ ...decided, ...part }),
    proposal,
    canBeSymmetric: subjectType === objectType,
    /** The relation, with its inverse where it has another name; undefined while it has no name. */
    made: isWanted && id !== "" ? made : undefined,
  };
}

interface Traits {
  readonly functional: boolean;
  readonly oneSubject: boolean;
  readonly symmetric: boolean;
}

function relationOf(
  id: string,
  label: string,
  domain: string | undefined,
  range: string | undefined,
  { functional, oneSubject }: Traits,
  inverse: string,
): GraphRelation {
  return {
    id,
    label,
    ...(domain !== undefined && { domain }),
    ...(range !== undefined && { range }),
    functional,
    inverseFunctional: oneSubject,
    ...(inverse !== "" && { inverse }),
    irreflexive: domain === range,
    temporal: false,
    templates: {},
  };
}

interface NewRelationProps {
  relation: ReturnType<typeof useNewRelation>;
  /** The person means a relation that the graph has. */
  onMeant: (relation: string) => void;
}

/** The form of a new relation: its name, what the data propose, and what a person decides. */
export function NewRelation({ relation, onMeant }: NewRelationProps) {
  const t = useKnowledgeMessages().form;
  const words = useWording();
  const { label, setLabel, inverse, setInverse, traits, decide, proposal } = relation;
  return (
    <fieldset className="flex flex-col gap-3 border-l-2 border-rule-strong pl-4">
      <Field label={t.relationLabel} hint={t.relationHint}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={120}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        )}
      </Field>
      {proposal && proposal.near.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-faint">{t.nearRelations}</span>
          {proposal.near.map((id) => (
            <Button key={id} size="sm" onClick={() => onMeant(id)}>
              {words.relation(id)}
            </Button>
          ))}
        </div>
      )}
      {proposal && (
        <p className="text-xs text-soft">{t.proposed(proposal.basis.functional, proposal.basis.relations)}</p>
      )}
      <Checkbox checked={traits.functional} onChange={(functional) => decide({ functional })} label={t.one} />
      <Checkbox
        checked={traits.oneSubject}
        onChange={(oneSubject) => decide({ oneSubject })}
        label={t.oneSubject}
      />
      {relation.canBeSymmetric && (
        <Checkbox
          checked={traits.symmetric}
          onChange={(symmetric) => decide({ symmetric })}
          label={t.symmetric}
        />
      )}
      {!traits.symmetric && (
        <Field label={t.inverse}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={120}
              autoComplete="off"
              value={inverse}
              onChange={(event) => setInverse(event.target.value)}
            />
          )}
        </Field>
      )}
      <p className="text-xs text-faint">{t.waits}</p>
    </fieldset>
  );
}

const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
