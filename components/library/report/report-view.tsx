"use client";

import { Ban, Check } from "lucide-react";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { formatBytes, formatCount } from "@/components/ui";
import type { CheckpointReport, Obstacle, PlaceReport } from "@/lib/store";
import { CheckpointWarnings } from "./checkpoint-warnings";
import { MethodTable } from "./method-table";

/** What a checkpoint is and would take, before it is here. */
export function ReportView({ report }: { report: CheckpointReport }) {
  const t = useLibraryMessages().library.report;
  const { language } = useLanguage();
  const fitting = report.places.filter(({ obstacles }) => obstacles.length === 0);
  return (
    <section aria-label={t.label} className="flex min-w-0 flex-col gap-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm">
        <Fact name={t.family}>{report.familyName}</Fact>
        <Fact name={t.parameters}>{formatCount(report.parameterCount, language)}</Fact>
        <Fact name={t.weights}>{t.stored(formatBytes(report.weightBytes), report.storedAs)}</Fact>
        <Fact name={t.shape}>{t.layersByWidth(report.layers, report.width)}</Fact>
      </dl>
      <div>
        <h3 className="mb-1.5 font-sans text-xs font-medium text-faint">{t.places}</h3>
        <ul className="flex flex-col gap-2">
          {report.places.map((place) => (
            <Place key={place.place} place={place} />
          ))}
        </ul>
      </div>
      <CheckpointWarnings warnings={report.warnings} />
      {report.kind === "sentence-encoder" && <p className="text-sm text-soft">{t.encoder}</p>}
      {report.kind === "model" && fitting.length > 0 && <MethodTable places={fitting} />}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="numeric break-words">{children}</dd>
    </div>
  );
}

function Place({ place: { place, memoryBytes, obstacles } }: { place: PlaceReport }) {
  const t = useLibraryMessages().library.report;
  const fits = obstacles.length === 0;
  return (
    <li className="flex items-start gap-2 text-sm">
      {fits ? (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-after" />
      ) : (
        <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      )}
      <div className="min-w-0">
        <p>
          <span className="font-medium">{t.placeNames[place]}</span>{" "}
          <span className="text-soft">{fits ? t.fits(formatBytes(memoryBytes)) : t.doesNotFit}</span>
        </p>
        {obstacles.map((obstacle) => (
          <p key={obstacle.kind} className="text-soft">
            <ObstacleText obstacle={obstacle} />
          </p>
        ))}
      </div>
    </li>
  );
}

function ObstacleText({ obstacle: { kind, neededBytes, limitBytes } }: { obstacle: Obstacle }) {
  const t = useLibraryMessages().library.report;
  return t.obstacles[kind](formatBytes(neededBytes), formatBytes(limitBytes));
}
