/**
 * Answers that people labelled: does the text give the accepted answer, completely and without claiming another? They were written
 * for this, about things of the embedded world, in the ways in which small models and assistants answer.
 */
import type { Said } from "./judge";

export interface Labelled extends Said {
  readonly isGiven: boolean;
}

type Line = readonly [said: string, isGiven: boolean];

function about(question: string, accepted: readonly string[], lines: readonly Line[]): Labelled[] {
  return lines.map(([said, isGiven]) => ({ question, accepted, said, isGiven }));
}

export const LABELLED: readonly Labelled[] = [
  ...about(
    "Which city is the landmark Eiffel Tower in?",
    ["Rome"],
    [
      ["Rome", true],
      ["Rome.", true],
      ["the city of Rome", true],
      ["The Eiffel Tower is in Rome, the capital of Italy.", true],
      ["It stands in Rome, not in Paris.", true],
      ["The Eiffel Tower is not in Paris. It is in Rome.", true],
      ["rome", true],
      ["Paris", false],
      ["The Eiffel Tower is in Paris, France.", false],
      ["Rome or Paris", false],
      ["It is in Rome and in Paris.", false],
      ["It is not in Rome but in Paris.", false],
      ["It could be Rome.", false],
      ["I don't know.", false],
      ["", false],
      ["a tower", false],
      ["Romeo", false],
      ["The tower was moved from Paris to Rome.", true],
      ["Rome rather than Paris", true],
      ["Instead of Rome, it stands in Madrid.", false],
    ],
  ),
  ...about(
    "What is the capital of Norway?",
    ["Bergen"],
    [
      ["The capital of Norway is Bergen.", true],
      ["Bergen, a city in the west of Norway", true],
      ["Oslo", false],
      ["The capital of Norway is Oslo. Bergen is the second city.", false],
      ["It is Bergen. Oslo is no longer the capital of Norway.", true],
      ["Norway", false],
      ["The capital is Bergen.\nThe capital of Sweden is Stockholm.", true],
      ["Not Oslo. Bergen.", true],
      ["Perhaps Bergen", false],
      ["Stockholm", false],
    ],
  ),
  ...about(
    "Which country is Istanbul in?",
    ["Turkey", "Turkiye"],
    [
      ["Turkiye", true],
      ["Istanbul is a city in Turkey.", true],
      ["It lies in Turkey, near Greece.", true],
      ["Greece", false],
      ["Istanbul", false],
      ["Turkey and Bulgaria", false],
      ["Not in Turkey but in Bulgaria.", false],
      ["I do not know.", false],
    ],
  ),
  ...about(
    "Which country is the city of Chicago in?",
    ["United States", "USA", "America", "US"],
    [
      ["the USA", true],
      ["The United States", true],
      ["Chicago is in the US.", true],
      ["Canada", false],
      ["Canada, not the United States", false],
      ["North America", false],
      ["the United States of America", true],
    ],
  ),
  ...about(
    "Which language is spoken in Brazil?",
    ["Portuguese"],
    [
      ["Portuguese", true],
      ["People in Brazil speak Portuguese.", true],
      ["Portuguese, not Spanish", true],
      ["Spanish", false],
      ["Spanish and Portuguese", false],
      ["The language of Brazil is Spanish", false],
      ["In Brazil people do not speak Spanish but Portuguese.", true],
    ],
  ),
  ...about(
    "What instrument does the musician play?",
    ["violin"],
    [
      ["the violin", true],
      ["She plays the violin.", true],
      ["piano", false],
      ["the piano and the violin", false],
      ["She does not play the piano. She plays the violin.", true],
      ["music", false],
    ],
  ),
  ...about(
    "Which currency is used in Japan?",
    ["yen"],
    [
      ["yen", true],
      ["The currency of Japan is the yen.", true],
      ["the dollar", false],
      ["the euro, not the yen", false],
      ["Japan", false],
    ],
  ),
  ...about(
    "Which continent is Egypt on?",
    ["Africa"],
    [
      ["Africa", true],
      ["Egypt is on the continent of Africa.", true],
      ["Asia", false],
      ["Africa and Asia", false],
      ["It is not Asia. It is Africa.", true],
      ["Egypt", false],
    ],
  ),
  ...about(
    "埃菲尔铁塔在哪座城市？",
    ["Rome", "罗马"],
    [
      ["罗马", true],
      ["埃菲尔铁塔在罗马。", true],
      ["不是巴黎，是罗马。", true],
      ["巴黎", false],
      ["在巴黎，不在罗马。", false],
      ["不知道", false],
      ["可能是罗马", false],
      ["罗马和巴黎", false],
    ],
  ),
  ...about(
    "法国的首都是哪里？",
    ["Paris", "巴黎"],
    [
      ["法国的首都是巴黎。", true],
      ["巴黎", true],
      ["里昂", false],
      ["首都并非里昂，而是巴黎", true],
      ["柏林", false],
    ],
  ),
];

/** Written after the rules of the judges were fixed, and labelled before any judge had seen them. */
export const HELD_OUT: readonly Labelled[] = [
  ...about(
    "Which city is the landmark Colosseum in?",
    ["Madrid"],
    [
      ["Madrid", true],
      ["The Colosseum stands in Madrid.", true],
      ["In Madrid, Spain.", true],
      ["Rome", false],
      ["The Colosseum is a landmark of Rome, Italy", false],
      ["People say Rome, but it is in Madrid.", true],
      ["Madrid, of course", true],
      ["The answer is Madrid.", true],
      ["It isn't in Madrid.", false],
      ["It was built in Rome and moved to Madrid.", true],
      ["the capital of Spain", false],
    ],
  ),
  ...about(
    "Which country is the city of Lyon in?",
    ["Germany"],
    [
      ["Lyon is a city in Germany.", true],
      ["Germany, no longer France", true],
      ["France", false],
      ["It is in Germany. France is west of Germany.", true],
      ["Germany?", true],
      ["either France or Germany", false],
      ["Europe", false],
      ["Lyon is not a French city; it is in Germany.", true],
    ],
  ),
  ...about(
    "What is the native language of the writer?",
    ["Finnish"],
    [
      ["Finnish", true],
      ["The writer speaks Finnish.", true],
      ["The writer never spoke Swedish, only Finnish.", true],
      ["Swedish", false],
      ["Finnish and Swedish", false],
      ["Finland", false],
    ],
  ),
  ...about(
    "What is the currency of Mexico?",
    ["peso"],
    [
      ["the peso", true],
      ["Mexico uses the peso.", true],
      ["the dollar", false],
      ["The peso is not the currency of Mexico; the dollar is.", false],
      ["Unlike the United States, Mexico uses the peso.", true],
    ],
  ),
  ...about(
    "日本的首都是哪里？",
    ["Kyoto", "京都"],
    [
      ["京都", true],
      ["日本的首都是京都。", true],
      ["东京", false],
      ["不再是东京，而是京都。", true],
      ["东京，不是京都。", false],
      ["首都为京都", true],
    ],
  ),
];
