"use client";

import { ArrowRightLeft, ChevronRight, Plus, X } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { useMessages } from "@/components/messages";
import { Badge, Button, IconButton, Menu, TextArea, TextInput } from "@/components/ui";
import { acceptedAnswers } from "@/lib/data";

export interface ProbeLine {
  readonly prompt: string;
  /** Absent in groups whose answer is the edit's own. */
  readonly target?: string;
  /** Other answers that count. */
  readonly alternatives?: string[];
  readonly kind?: string;
}

interface ProbeGroupProps {
  title: string;
  goal: string;
  detail: string;
  lines: readonly ProbeLine[];
  hasTarget: boolean;
  onChange: (lines: readonly ProbeLine[]) => void;
  /** Other groups that a line can go to. */
  moves?: readonly { readonly label: string; readonly onMove: (index: number) => void }[];
}

/** Long groups open short: a page with a hundred inputs is neither read nor fast. */
const SHOWN = 8;

/** One group of probes as editable lines, folded under its title and count. */
export function ProbeGroup(props: ProbeGroupProps) {
  const { title, goal, detail, lines, hasTarget, onChange, moves = [] } = props;
  const t = useMessages().edit.probes;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, SHOWN);
  const replace = (index: number, change: Partial<ProbeLine>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const add = () => {
    setWhole(true);
    onChange([...lines, hasTarget ? { prompt: "", target: "", kind: "own" } : { prompt: "" }]);
  };

  return (
    <details className="group border-b last:border-b-0">
      <summary className="flex min-h-11 list-none items-center gap-2 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-faint transition-transform duration-150 group-open:rotate-90"
        />
        <span className="font-medium">{title}</span>
        <span className="numeric text-sm text-soft">{lines.length}</span>
        <Badge className="ml-auto">{goal}</Badge>
      </summary>
      <div className="pb-4 pl-6">
        <p className="mb-2 text-xs text-faint">{detail}</p>
        {lines.length === 0 && <p className="mb-2 text-sm text-soft">{t.none}</p>}
        <ul className="flex flex-col gap-1.5">
          {shown.map((line, index) => (
            <Line
              key={index}
              line={line}
              name={title}
              number={index + 1}
              hasTarget={hasTarget}
              onChange={(change) => replace(index, change)}
              onRemove={() => onChange(lines.filter((_, at) => at !== index))}
              moves={moves.map(({ label, onMove }) => ({ label, onSelect: () => onMove(index) }))}
              onEnter={add}
            />
          ))}
        </ul>
        <div className="mt-2 -ml-2.5 flex flex-wrap gap-1">
          {lines.length > shown.length && (
            <Button size="sm" variant="quiet" onClick={() => setWhole(true)}>
              {t.showAll(lines.length)}
            </Button>
          )}
          <Button size="sm" variant="quiet" icon={<Plus />} onClick={add}>
            {t.add}
          </Button>
        </div>
      </div>
    </details>
  );
}

interface LineProps {
  line: ProbeLine;
  name: string;
  number: number;
  hasTarget: boolean;
  onChange: (change: Partial<ProbeLine>) => void;
  onRemove: () => void;
  onEnter: () => void;
  moves: readonly { readonly label: string; readonly onSelect: () => void }[];
}

function Line({ line, name, number, hasTarget, onChange, onRemove, onEnter, moves }: LineProps) {
  const { edit, lists } = useMessages();
  const t = edit.probes;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <li className="flex items-start gap-1">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <TextArea
          mono
          rows={1}
          aria-label={t.promptLabel(name, number)}
          placeholder={t.promptPlaceholder}
          value={line.prompt}
          onChange={(event) => onChange({ prompt: event.target.value })}
          onKeyDown={onKeyDown}
          className="min-h-8 resize-none px-2 py-1 text-sm"
        />
        {hasTarget && (
          <div className="flex min-w-0 items-center gap-2 pb-1.5">
            <TextInput
              mono
              aria-label={t.answerLabel(name, number)}
              placeholder={t.answerPlaceholder}
              value={line.target ?? ""}
              onChange={(event) => onChange({ target: event.target.value })}
              onKeyDown={onKeyDown}
              className="min-h-8 max-w-48 flex-1 px-2 text-sm"
            />
            {line.kind && <span className="text-xs text-faint">{t.kind(line.kind)}</span>}
          </div>
        )}
        {line.alternatives && (
          <p className="flex min-w-0 items-center gap-1 pb-1.5 text-xs text-soft">
            <span className="min-w-0 break-words">
              {lists.oneOf(acceptedAnswers({ target: line.target ?? "", alternatives: line.alternatives }))}
            </span>
            <IconButton
              size="sm"
              label={t.onlyFirst(name, number)}
              icon={<X />}
              onClick={() => onChange({ alternatives: undefined })}
            />
          </p>
        )}
      </div>
      {moves.length > 0 && (
        <Menu
          trigger={<IconButton size="sm" label={t.move(name, number)} icon={<ArrowRightLeft />} />}
          items={moves.map((move) => ({ key: move.label, ...move }))}
        />
      )}
      <IconButton size="sm" label={t.remove} icon={<X />} onClick={onRemove} />
    </li>
  );
}
