"use client";

import { ArrowRight, History, Play, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { Badge, Button, buttonClass, formatPercent } from "@/components/ui";
import { Overwritten } from "./sentence";
import recorded from "./recorded-run.json";

const LAST = recorded.rows.length - 1;
const STEP_MS = 900;
/** The same method on fewer edits, so that it ends while one watches. */
const LIVE = { method: "rome", edits: 20, checkpoints: [1, 5, 10, 20] };

/** Two hundred edits, one on top of another, that break a model: a recorded run, replayed. */
export function StoryBreak({ onLeave }: { onLeave: () => void }) {
  const t = useMessages().tour;
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const row = recorded.rows[at];

  useEffect(() => {
    if (!isPlaying || at === LAST) return;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setTimeout(() => setAt(isStill ? LAST : at + 1), isStill ? 0 : STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, at]);

  const play = () => {
    if (at === LAST) setAt(0);
    setPlaying(true);
  };
  const isOver = at === LAST;
  const kept = recorded.questions.filter(({ answers }) => answers[at] === answers[0]).length;

  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        <p>
          <Badge icon={<History />}>{t.recorded(recorded.recordedOn)}</Badge>
        </p>
        <p className="font-display text-5xl">
          <span className="numeric">{row.edits}</span>{" "}
          <span className="text-2xl text-soft">{t.edits(row.edits)}</span>
        </p>
        <input
          type="range"
          min={0}
          max={LAST}
          value={at}
          aria-label={t.afterEdits}
          aria-valuetext={t.editsWritten(row.edits)}
          onChange={(event) => {
            setPlaying(false);
            setAt(Number(event.target.value));
          }}
          className="w-full accent-accent"
        />
        <dl className="flex flex-col gap-3">
          <Meter
            name={t.ability(recorded.abilityQuestions)}
            share={row.ability}
            text={formatPercent(row.ability)}
          />
          <Meter
            name={t.held}
            share={row.edits === 0 ? 1 : row.held / row.edits}
            text={t.heldOf(row.held, row.edits)}
          />
          <div className="flex items-baseline justify-between gap-4 text-sm">
            <dt className="text-soft">{t.perplexity}</dt>
            <dd className="numeric">{row.perplexity}</dd>
          </div>
        </dl>
        <div className="flex flex-wrap gap-3">
          <Button
            variant="primary"
            icon={isOver ? <RotateCcw /> : <Play />}
            pending={isPlaying && !isOver}
            onClick={play}
          >
            {isOver ? t.again : t.writeAll}
          </Button>
        </div>
        <p className="text-xs text-faint">
          {t.recordedHow(recorded.method, recorded.model)}{" "}
          <code className="break-words">{recorded.command}</code>
        </p>
      </div>
      <div className="min-w-0">
        <h2 className="text-xl">{t.untouched}</h2>
        <p className="mt-1 mb-3 text-sm text-soft" role="status">
          {t.stillRight(kept, recorded.questions.length)}
        </p>
        <ul className="border-t">
          {recorded.questions.map(({ prompt, answers }) => (
            <li key={prompt} className="border-b py-1 font-display text-lg leading-[1.9]">
              {prompt}{" "}
              {answers[at] === answers[0] ? (
                <span>{answers[0]}</span>
              ) : (
                <Overwritten key={answers[at]} lower={answers[0]} upper={answers[at].slice(0, MOST_SHOWN)} />
              )}
            </li>
          ))}
        </ul>
        {isOver && (
          <div className="mt-6 flex flex-col gap-3">
            <p className="max-w-measure text-base">{t.breakTask}</p>
            <div className="flex flex-wrap gap-3">
              <Link
                href={`/evaluate?start=${encodeURIComponent(JSON.stringify(LIVE))}`}
                className={buttonClass("secondary")}
              >
                {t.live(LIVE.edits)}
              </Link>
              <Button icon={<ArrowRight />} onClick={onLeave}>
                {t.leave}
              </Button>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** A model that is broken writes on without an end. */
const MOST_SHOWN = 36;

function Meter({ name, share, text }: { name: string; share: number; text: string }) {
  return (
    <div className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-1 text-sm">
      <dt className="text-soft">{name}</dt>
      <dd className="contents">
        <span className="numeric">{text}</span>
        <span aria-hidden className="col-span-2 h-1.5 overflow-hidden rounded-full bg-rule">
          <span
            className="block h-full rounded-full bg-accent transition-[width] duration-500 ease-quill motion-reduce:transition-none"
            style={{ width: `${share * 100}%` }}
          />
        </span>
      </dd>
    </div>
  );
}
