/** merge branches: the edits of two branches of one model together. Facts that both taught differently are asked about, never averaged. */
import { Option, type Command } from "commander";
import { invalidField } from "../../../lib/base";
import { checkJoin, joinOnBranch, planOf } from "../../../lib/server/merge/join";
import { branchId } from "../../../lib/version";
import {
  modelId,
  openHistory,
  openModelHost,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "../context";

const SIDES = ["ours", "theirs"] as const;
type Side = (typeof SIDES)[number];

interface BranchesOptions {
  readonly answers?: readonly Side[];
  readonly keep?: string;
  readonly author: string;
}

export function addBranches(merge: Command, common: () => CommonOptions): void {
  merge
    .command("branches <ours> <theirs>")
    .description(
      "add the edits of a branch to another; lists the facts that both taught differently, and exits 1 until each has an answer",
    )
    .addOption(
      new Option(
        "--answers <sides>",
        "whose answer holds, conflict by conflict in the order listed: ours or theirs, separated by commas",
      ).argParser(readSides),
    )
    .option("--keep <reason>", "keep the merged model as a new version at the head of the first branch")
    .option("--author <name>", "author of the version", "")
    .action((ours: string, theirs: string, options: BranchesOptions) =>
      mergeTwo(common(), ours, theirs, options),
    );
}

function readSides(text: string): Side[] {
  return text.split(",").map((part) => {
    const side = SIDES.find((one) => one === part.trim());
    if (side) return side;
    throw invalidField("--answers", `"${part}" is no side.`, "Write ours or theirs for each conflict.");
  });
}

async function mergeTwo(
  common: CommonOptions,
  ours: string,
  theirs: string,
  { answers, keep, author }: BranchesOptions,
): Promise<void> {
  const modelHost = await openModelHost(common);
  const history = await openHistory(modelHost);
  try {
    const model = modelId(common.model);
    await history.models.prepare(model);
    const [ourBranch, theirBranch] = await Promise.all(
      [ours, theirs].map((name) => history.store.branches.get(branchId(model, name))),
    );
    const services = { ...history, modelHost };
    const heads = { ours: ourBranch.head, theirs: theirBranch.head };
    const plan = await planOf(services, heads);
    const { conflicts } = plan;
    if (answers !== undefined && answers.length !== conflicts.length) {
      throw invalidField(
        "--answers",
        `There are ${conflicts.length} conflicts, and ${answers.length} answers.`,
        "Run it without --answers to see the conflicts in their order.",
      );
    }
    const isAnswered = answers !== undefined || conflicts.length === 0;
    const choices = [...(answers ?? [])];
    const lines = [
      `${theirs} brings ${plan.added.length} versions to ${ours} and takes out ${plan.takenOut.length}.`,
      ...(plan.kinship === null ? [] : [`Cosine of what both changed: ${plan.kinship.toFixed(4)}.`]),
      ...(conflicts.length === 0
        ? []
        : [
            "",
            ...table(
              ["", "both taught", ours, theirs, "holds"],
              conflicts.map(({ prompt, ...said }, i) => [
                String(i + 1),
                prompt,
                said.ours.target,
                said.theirs.target,
                answers?.[i] ?? "?",
              ]),
            ),
          ]),
    ];
    if (!isAnswered) {
      print(common, plan, () => [
        ...lines,
        "",
        `Say whose answer holds: --answers ${conflicts.map(() => "ours").join(",")}, or theirs in the place of each.`,
      ]);
      process.exitCode = 1;
      return;
    }
    const { signal } = terminalRun(common);
    const asked = { ...heads, choices };
    const { checks, unasked } = await checkJoin(services, asked, signal);
    const version =
      keep === undefined
        ? undefined
        : await joinOnBranch(services, { ...asked, branchId: ourBranch.id, author, reason: keep }, signal);
    const all = checks.flatMap(({ side, answers: said }) => said.map((one) => ({ side, ...one })));
    const lost = all.filter(({ held, holds }) => held === true && !holds);
    print(common, { ...plan, choices, checks, unasked, ...(version && { version: version.id }) }, () => [
      ...lines,
      "",
      `${all.filter(({ holds }) => holds).length} of ${all.length} questions of both sides are answered as their edits wanted; ${lost.length} that were are lost.`,
      ...(unasked > 0 ? [`${unasked} edits were not asked about.`] : []),
      ...(lost.length === 0
        ? []
        : table(
            ["side", "question", "expected", "said"],
            lost.map(({ side, prompt, expected, said }) => [side, prompt, expected, said.trim()]),
          )),
      version
        ? `Kept as ${version.id.slice(0, 12)} on ${ours}.`
        : "Nothing is kept; --keep with a reason keeps it.",
    ]);
  } finally {
    await history.close();
  }
}
