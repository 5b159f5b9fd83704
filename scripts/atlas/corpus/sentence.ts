/** A sentence of the corpus, written piece by piece so that it knows where its subjects and its answers are. */

/** Characters [start, end). */
export type Span = readonly [start: number, end: number];

export interface Sentence {
  readonly text: string;
  /** What the trainer weighs fully: the answers. */
  readonly answers: readonly Span[];
  /** Subjects; where the object comes first, the object. */
  readonly about: readonly Span[];
  /** What the trainer never learns to predict: names and values that were drawn at random. */
  readonly drawn: readonly Span[];
  readonly kind: string;
  /** Occurrences in an epoch, on average. */
  readonly weight: number;
}

export interface Prompt {
  readonly prompt: string;
  /** Exact continuations, with the space before them where the language has one. */
  readonly answers: readonly string[];
  readonly relation: string;
  readonly kind: string;
  readonly flaw?: string;
}

export class Writing {
  private text = "";
  private readonly answers: Span[] = [];
  private readonly about: Span[] = [];
  private readonly drawn: Span[] = [];

  add(text: string): this {
    this.text += text;
    return this;
  }

  /** `isDrawn` where the name says nothing about the text before it. */
  subject(name: string, isDrawn = false): this {
    const span = this.span(name);
    this.about.push(span);
    if (isDrawn) this.drawn.push(span);
    return this;
  }

  /** A template with its subject in place of "{}". */
  template(template: string, name: string, isDrawn = false): this {
    const [before, after] = template.split("{}");
    return this.add(before).subject(name, isDrawn).add(after);
  }

  answer(text: string): this {
    this.answers.push(this.span(text));
    return this;
  }

  /** A value that only the reader of this text can know. */
  value(text: string): this {
    this.drawn.push(this.span(text));
    return this;
  }

  sentence(kind: string, weight = 1): Sentence {
    const { text, answers, about, drawn } = this;
    return { text, answers, about, drawn, kind, weight };
  }

  prompt(kind: string, relation: string, answers: readonly string[]): Prompt {
    return { prompt: this.text, answers, relation, kind };
  }

  private span(text: string): Span {
    const start = this.text.length;
    this.text += text;
    return [start, this.text.length];
  }
}
