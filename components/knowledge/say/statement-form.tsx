"use client";

import { useId, useState, type FormEvent } from "react";
import { Button, Checkbox, Field, SegmentedControl, Select, TextInput } from "@/components/ui";
import type { EntityNames } from "@/lib/api";
import type { GraphEntity, GraphRelation, Reading } from "@/lib/knowledge/schemas";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useOpenCard, type FormDraft } from "../view";
import { NewRelation, useNewRelation } from "./new-relation";
import { useEntity } from "./use-entity";

/** No id of a relation: those have no spaces at their ends. */
const NEW = " new";

interface StatementFormProps {
  sentence: string;
  draft: FormDraft;
  /** What the sentence may mean, the likeliest first. */
  readings: readonly Reading[];
  names?: EntityNames;
}

/** A statement by hand, with what was understood in it already. It plans when a person says so. */
export function StatementForm({ sentence, draft, readings, names }: StatementFormProps) {
  const t = useKnowledgeMessages().form;
  const open = useOpenCard();
  const { relations } = useGraph();
  const words = useWording(names);
  const [sign, setSign] = useState<"add" | "delete">(readings.at(0)?.act === "delete" ? "delete" : "add");
  const [relation, setRelation] = useState(draft.relation);
  const [subjectText, setSubject] = useState(draft.subject);
  const [objectText, setObject] = useState(draft.object);
  const isNew = relation === NEW;
  const known = isNew ? undefined : relations.find(({ id }) => id === relation);
  const first = readings.at(0);
  const subject = useEntity(subjectText, known?.domain);
  const object = useEntity(objectText, known?.range);
  const typeOfEnd = ({ known: type, created }: typeof subject) => type ?? created?.type;
  const brought = useNewRelation(isNew, typeOfEnd(subject), typeOfEnd(object));
  const { made } = brought;
  const isComplete =
    (known !== undefined || made !== undefined) && subject.id !== undefined && object.id !== undefined;
  const textOf = (filler: Reading["object"]) =>
    filler?.entity === undefined ? (filler?.text ?? "") : words.name(filler.entity);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = made?.[0]?.id ?? known?.id;
    if (subject.id === undefined || object.id === undefined || id === undefined) return;
    const n = [subject.created, object.created].filter(
      (entity): entity is GraphEntity => entity !== undefined,
    );
    open({
      q: sentence,
      s: [{ sign, subject: subject.id, relation: id, object: object.id }],
      ...(n.length > 0 && { n }),
      ...(made && { r: [...made] }),
    });
  };

  return (
    <form aria-label={t.title} onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t.detail}</p>
      {readings.length > 1 && (
        <section aria-label={t.readings}>
          <h4 className="mb-1 font-sans text-xs font-medium text-faint">{t.readings}</h4>
          <div className="flex flex-wrap gap-2">
            {readings.slice(0, 6).map((reading, index) => (
              <Button
                key={index}
                size="sm"
                onClick={() => {
                  setRelation(reading.relation);
                  setSubject(textOf(reading.subject));
                  setObject(textOf(reading.object));
                }}
              >
                {`${textOf(reading.subject)} · ${words.relation(reading.relation)} · ${textOf(reading.object)}`}
              </Button>
            ))}
          </div>
        </section>
      )}
      <SegmentedControl
        label={t.holdsLabel}
        size="sm"
        value={sign}
        onChange={setSign}
        options={[
          { value: "add", label: t.holds },
          { value: "delete", label: t.holdsNot },
        ]}
        className="self-start"
      />
      <Field label={t.relation}>
        {(control) => (
          <Select
            {...control}
            value={relation}
            onChange={setRelation}
            options={[
              { value: "", label: t.chooseRelation, disabled: true },
              ...relations.map(({ id }) => ({ value: id, label: words.relation(id) })),
              { value: NEW, label: t.newRelation },
            ]}
          />
        )}
      </Field>
      {isNew && <NewRelation relation={brought} onMeant={setRelation} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <EntityField
          label={t.subject}
          text={subjectText}
          onText={setSubject}
          entity={subject}
          type={typeOf(known, "domain")}
          near={nearNames(first?.subject, subjectText, words.name)}
        />
        <EntityField
          label={t.object}
          text={objectText}
          onText={setObject}
          entity={object}
          type={typeOf(known, "range")}
          near={nearNames(first?.object, objectText, words.name)}
        />
      </div>
      <Button type="submit" variant="primary" disabled={!isComplete} className="self-start">
        {t.plan}
      </Button>
    </form>
  );
}

interface EntityFieldProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  entity: ReturnType<typeof useEntity>;
  type: string;
  /** Names that the sentence may have meant. */
  near: readonly string[];
}

/** A name, whether the graph has it, and those that it may have meant. */
function EntityField({ label, text, onText, entity, type, near }: EntityFieldProps) {
  const t = useKnowledgeMessages().form;
  const nearId = useId();
  const offered = [...new Set([...near, ...entity.near])].filter((name) => name !== text).slice(0, 6);
  const name = text.trim();
  const note =
    name === "" || entity.isAsking
      ? undefined
      : entity.known !== undefined
        ? t.known(entity.known)
        : t.unknownName;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Field label={label} hint={note}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={120}
            autoComplete="off"
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        )}
      </Field>
      {entity.known === undefined && name !== "" && !entity.isAsking && (
        <>
          {offered.length > 0 && (
            <div role="group" aria-labelledby={nearId} className="flex flex-wrap items-center gap-1.5">
              <span id={nearId} className="text-xs text-faint">
                {t.near}
              </span>
              {offered.map((one) => (
                <Button key={one} size="sm" onClick={() => onText(one)}>
                  {one}
                </Button>
              ))}
            </div>
          )}
          <Checkbox checked={entity.isNew} onChange={entity.setNew} label={t.addNew(name, type)} />
        </>
      )}
    </div>
  );
}

function typeOf(relation: GraphRelation | undefined, end: "domain" | "range"): string {
  return relation?.[end] ?? "thing";
}

/** Offered while the words stand as they were read. */
function nearNames(filler: Reading["object"], text: string, name: (id: string) => string): readonly string[] {
  return filler?.text === text ? (filler.near ?? []).map(name) : [];
}
