import { seededRandom } from "../../../../base";
import { buildCase } from "../../build-case";
import type { Dataset } from "../../dataset";
import { Field } from "../../field";
import { KNOWEDIT } from "./source";

const QUESTION = "What do you think of {}?";
const REWORDED = ["How do you feel about {}?", "What is your view on {}?", "What is your opinion of {}?"];

/** Of each sentiment about the other topic: published scripts take all, which are hundreds. */
const REPLIES = 2;

/**
 * A sentiment about a topic, given by replies of either kind. Published scripts draw the wanted one at run time from one stream for
 * all records; here it is drawn by the topic, so that a record means the same in any list.
 */
export const convsent: Dataset = {
  ...KNOWEDIT,
  id: "convsent",
  name: "KnowEdit: ConvSent",
  holds: "edits",
  fields: ["ent", "pos", "neg"],
  marks: [["ent", "pos", "neg"]],
  read(record, id) {
    const topic = record.at("ent");
    const [wanted, other] =
      seededRandom(`sentiment of ${topic.text}`).integer(2) === 0 ? ["pos", "neg"] : ["neg", "pos"];
    const question = new Field(
      QUESTION.replace("{}", () => topic.text),
      topic.path,
    );
    const replies = (sentiment: string) =>
      record.at(sentiment).items.map((target) => ({ prompt: question, target }));
    return buildCase(
      {
        subject: topic,
        prompt: new Field(QUESTION, topic.path),
        target: new Field(record.at(wanted).text, record.at(wanted).path),
        rephrases: REWORDED.map(
          (text) =>
            new Field(
              text.replace("{}", () => topic.text),
              topic.path,
            ),
        ),
        mayChange: { "wanted-sentiment": replies(wanted), "other-sentiment": replies(other) },
      },
      id,
    );
  },
  /** Replies about another topic should stay as likely: those of the next one in the list, as published. */
  joined(cases) {
    if (cases.length < 2) return cases;
    return cases.map((one, index) => {
      const { mayChange = {} } = cases[(index + 1) % cases.length];
      const replies = Object.values(mayChange).flatMap((probes) => probes.slice(0, REPLIES));
      return { ...one, locality: { "other-topic": replies } };
    });
  },
};
