/** The common form of a metric: the mean score of one group of a case's probes. */
import { answerUnder, type Protocol } from "../report";
import type { AnsweredProbe } from "./metric";

/** The fields of a metric that averages one group of probes, under both protocols. */
export function meanOfProbes(group: string) {
  return {
    unit: "fraction",
    direction: "higher",
    protocols: ["teacher-forced", "generation"],
    needs: "probes",
    groups: [group],
    score(probes: readonly AnsweredProbe[], protocol: Protocol): number | null {
      const ofGroup = probes.filter((probe) => probe.group === group);
      if (ofGroup.length === 0) return null;
      return (
        ofGroup.reduce((sum, { answer }) => sum + answerUnder(answer, protocol).score, 0) / ofGroup.length
      );
    },
  } as const;
}
