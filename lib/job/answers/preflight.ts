/** What running methods would take: everything that a report of preflight says, from metadata alone. */
import { createRun, PalimpsestError, type Run } from "../../base";
import { clashesOf, clashText, foreignNotes, SUBJECT_SLOT, withOwnProbes, type EditCase } from "../../data";
import type { SettingsOrigin } from "../../edit/settings/source";
import type { Model } from "../../model";
import type { MethodChoice } from "../../store";
import type { HostContext } from "../calls/call";
import type { PreflightQuestion, PreflightReport } from "../calls/preflight";

const NOTHING_NEEDED: Omit<PreflightReport, "method" | "blockers"> = {
  warnings: [],
  memoryBytes: 0,
  downloadBytes: 0,
  durationMs: [0, 0],
  onceMs: [0, 0],
  artifacts: [],
};

export async function reportPreflight(
  context: HostContext,
  { signal }: Run,
  { model: id, cases: given, methods }: PreflightQuestion,
): Promise<{ preflights: PreflightReport[] }> {
  const cases = given.map((editCase) => withOwnProbes(editCase, id));
  const { caseAsRead } = await import("../../edit");
  const { caseFaults, repeatedIds } = await import("../host/case-faults");
  const model = await context.openModel(id, signal);
  const obstacles = firstOf(
    [...repeatedIds(cases), ...caseFaults(model, cases)].map(({ field, message }) => `${field}: ${message}`),
  );
  const left = foreignNotes(given, id);
  const clashes = firstOf(clashesOf(cases).map((clash) => clashText(clash, cases)));
  const read = obstacles.length > 0 ? cases : cases.map((written) => caseAsRead(model, written));
  const statistics = await statisticsOf(context, model);
  const reports = methods.map((choice) =>
    reportOn(createRun({ signal }), context, model, choice, { cases: read, statistics }),
  );
  const preflights = (await Promise.all(reports)).map((report) => ({
    ...report,
    blockers: [...obstacles, ...report.blockers],
    warnings: [...clashes, ...left, ...report.warnings],
  }));
  return { preflights };
}

/** Notes of one kind that a report carries. */
const NOTES = 8;

/** The first notes, and how many there are besides. */
function firstOf(notes: readonly string[]): string[] {
  const more = notes.length - NOTES;
  return [...notes.slice(0, NOTES), ...(more > 0 ? [`And ${more} more.`] : [])];
}

/** The texts for statistics, and the artifacts that are there, listed once for all methods. */
async function statisticsOf({ artifacts, cache }: HostContext, model: Model) {
  const { listArtifacts, newestOwn } = await import("../../store");
  const { textsAsChosen } = await import("../host/texts");
  const listed = await listArtifacts(artifacts);
  const { checkpoint } = model.facts;
  const own = newestOwn(listed, artifacts, { checkpoint, weights: await model.bare.fingerprint() });
  return { listed, texts: textsAsChosen(own, model, cache) };
}

interface Asked {
  readonly cases: readonly EditCase[];
  readonly statistics: Awaited<ReturnType<typeof statisticsOf>>;
}

/** When a method refuses its parameters, its error becomes the blocker. */
async function reportOn(
  run: Run,
  { cache, openEncoder, records }: HostContext,
  model: Model,
  { method: id, parameters }: MethodChoice,
  { cases, statistics: { texts, listed } }: Asked,
): Promise<PreflightReport> {
  const { EDIT_METHODS, firstTokenNotes, originOf, parseParameters } = await import("../../edit");
  const { settingsHere } = await import("../host/parameters");
  const { estimateEdit } = await import("./estimate");
  const method = EDIT_METHODS.get(id);
  try {
    const settings = await settingsHere(method, model.facts, records);
    const whole = parseParameters(method, parameters, settings.parameters);
    const origin = originOf(settings, whole);
    const asked = { method, parameters: whole, cases };
    const { report, durationMs, isMeasured } = await estimateEdit(model, asked, {
      cache,
      openEncoder,
      listed,
      texts,
    });
    // A prompt without one place for the subject is refused by every method, and told already.
    const requests = cases
      .map(({ request }) => request)
      .filter(({ prompt }) => prompt.split(SUBJECT_SLOT).length === 2);
    const notes =
      method.kind === "locate-then-edit" ? firstOf(await firstTokenNotes(run, model, cache, requests)) : [];
    return {
      ...report,
      method: id,
      blockers: [...report.blockers],
      warnings: [...unmeasured(origin), ...report.warnings, ...notes],
      durationMs,
      ...(isMeasured && { isMeasured }),
      onceMs: [...report.onceMs],
      artifacts: [...report.artifacts],
      settings: origin,
    };
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    return { ...NOTHING_NEEDED, method: id, blockers: [error.message] };
  }
}

/** A method whose settings were never measured on the model, told before it runs. */
function unmeasured({ source }: SettingsOrigin): string[] {
  switch (source.kind) {
    case "measured":
      return [];
    case "published":
      return [`Its settings were published for ${source.for} (${source.by}) and not measured on this model.`];
    case "proposed":
      return source.from === null
        ? ["Its settings are defaults and were not measured on this model."]
        : [`Its settings are carried over by depth from ${source.from} and were not measured on this model.`];
  }
}
