"use client";

import { useState } from "react";
import { Button, Field, TextInput, useDebounced } from "@/components/ui";
import { findNames } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";

const TYPING_MS = 250;
const MOST = 6;

/** Finds an entity by its name, with facts or without. */
export function EntitySearch({ onFound }: { onFound: (entity: string) => void }) {
  const t = useKnowledgeMessages().network;
  const { graphId } = useGraph();
  const [text, setText] = useState("");
  const name = useDebounced(text.trim(), TYPING_MS);
  const { data } = useQueryOf(
    findNames,
    { params: { graphId }, input: { name, limit: MOST } },
    { enabled: name !== "" },
  );
  const words = useWording(data?.names);
  const choose = (entity: string) => {
    setText("");
    onFound(entity);
  };
  return (
    <form
      role="search"
      className="min-w-48 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = data?.entities ?? [];
        if (first !== undefined) choose(first);
      }}
    >
      <Field label={t.find}>
        {(control) => (
          <TextInput
            {...control}
            type="search"
            maxLength={200}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {name !== "" && text !== "" && data && (
        <div role="group" aria-label={t.found} className="mt-2 flex flex-wrap gap-1.5">
          {data.entities.length === 0 && <p className="text-xs text-faint">{t.notFound}</p>}
          {data.entities.map((id) => (
            <Button key={id} size="sm" onClick={() => choose(id)}>
              {words.name(id)}
            </Button>
          ))}
        </div>
      )}
    </form>
  );
}
