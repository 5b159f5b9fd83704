import { ListChecks } from "lucide-react";
import { useMessages } from "@/components/messages";
import { addressOfJob } from "../../jobs/address";
import { titleOfJob, useListedJobs } from "../../jobs/list";
import { useWorkbench } from "../../workbench";
import type { PaletteSource } from "../source";

/** Runs and other jobs that have a page. */
export const jobsSource: PaletteSource = {
  id: "jobs",
  useEntries({ go }) {
    const { titles, status } = useMessages().shell.jobs;
    const { modelId } = useWorkbench();
    const jobs = useListedJobs().data?.jobs ?? [];
    return jobs.flatMap((job) => {
      const address = addressOfJob(job, modelId);
      if (!address) return [];
      return {
        id: job.id,
        label: [titleOfJob(job, titles), ...job.summary.subjects, status[job.status]].join(" · "),
        keywords: [job.id],
        icon: ListChecks,
        onSelect: () => go(address.path, address.query),
      };
    });
  },
};
