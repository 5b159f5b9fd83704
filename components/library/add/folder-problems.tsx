"use client";

import { useLibraryMessages } from "@/components/messages/library";
import type { CheckpointFolder, FolderProblem } from "./checkpoint-folder";

/** Why a folder is not a checkpoint, one sentence for each thing that is missing. */
export function FolderProblems({ folder }: { folder: CheckpointFolder }) {
  const t = useLibraryMessages().library.add;
  return (
    <div role="alert" className="mt-4 border-l-2 border-danger bg-danger-wash py-3 pr-4 pl-4">
      <p className="font-medium text-danger">{t.missing.title}</p>
      <p className="text-sm text-soft">{t.folder(folder.name)}</p>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-sm text-ink">
        {folder.problems.map((problem) => (
          <li key={`${problem.kind}-${"name" in problem ? problem.name : ""}`}>
            <Sentence problem={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sentence({ problem }: { problem: FolderProblem }) {
  const t = useLibraryMessages().library.add.missing;
  return "name" in problem ? t[problem.kind](problem.name) : t[problem.kind];
}
