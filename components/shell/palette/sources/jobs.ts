import { ListChecks } from "lucide-react";
import { useMessages } from "@/components/messages";
import { titleOfJob, useListedJobs } from "../../jobs/list";
import type { PaletteSource } from "../source";

/** Runs and other jobs that have a page. */
export const jobsSource: PaletteSource = {
  id: "jobs",
  useEntries({ go }) {
    const { titles, status } = useMessages().shell.jobs;
    const jobs = useListedJobs().data?.jobs ?? [];
    return jobs
      .filter(({ kind, summary }) => kind === "edit" || summary.runId !== undefined)
      .map((job) => ({
        id: job.id,
        label: [titleOfJob(job, titles), ...job.summary.subjects, status[job.status]].join(" · "),
        keywords: [job.id],
        icon: ListChecks,
        onSelect: () =>
          job.summary.runId === undefined
            ? go("/edit", { job: job.id })
            : go("/evaluate", { run: job.summary.runId }),
      }));
  },
};
