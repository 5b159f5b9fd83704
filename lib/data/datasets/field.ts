/**
 * A value in a record, with the path that leads to it, so that a fault can name the field.
 *
 * Datasets agree on words and not on their spelling, so names are compared without case, spaces, hyphens and underscores.
 */
export class Field {
  readonly #read = new Set<string>();
  #keys?: ReadonlyMap<string, string>;

  constructor(
    readonly value: unknown,
    readonly path = "",
  ) {}

  /** Whether there is nothing in it: absent, null, an empty list or a text of spaces. */
  get isBlank(): boolean {
    const { value } = this;
    if (value === undefined || value === null) return true;
    return typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0;
  }

  get isObject(): boolean {
    return this.value !== null && typeof this.value === "object" && !Array.isArray(this.value);
  }

  has(name: string): boolean {
    return this.#names().has(plain(name));
  }

  /** The first of these fields that holds something; when none does, the first that is there, or would be at the first name. */
  at(...names: readonly string[]): Field {
    let blank: Field | undefined;
    for (const name of names) {
      const key = this.#names().get(plain(name));
      if (key === undefined) continue;
      this.#read.add(key);
      const field = this.#child(key);
      if (!field.isBlank) return field;
      blank ??= field;
    }
    return blank ?? this.#child(names[0]);
  }

  /** The elements of a list; a single value is a list of one. */
  get items(): readonly Field[] {
    if (Array.isArray(this.value)) return this.value.map((_, index) => this.#child(String(index)));
    return this.isBlank ? [] : [this];
  }

  get entries(): readonly (readonly [name: string, field: Field])[] {
    return this.keys.map((key) => [key, this.at(key)] as const);
  }

  get keys(): readonly string[] {
    return this.isObject ? Object.keys(this.value as object) : [];
  }

  /** Names of non-empty fields that were not read. */
  get unread(): readonly string[] {
    return this.keys.filter((key) => !this.#read.has(key) && !this.#child(key).isBlank);
  }

  /** The text without the spaces around it; of a list, however deep, the first. Empty when there is none. */
  get text(): string {
    return this.texts[0] ?? "";
  }

  /** Every different text of a list, however deep, without the spaces around it and without empty ones. */
  get texts(): readonly string[] {
    const { value } = this;
    if (Array.isArray(value)) return [...new Set(this.items.flatMap(({ texts }) => texts))];
    const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
    return text === "" ? [] : [text];
  }

  #child(key: string): Field {
    const { value: parent } = this;
    const value =
      typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[key] : undefined;
    return new Field(value, this.path === "" ? key : `${this.path}.${key}`);
  }

  #names(): ReadonlyMap<string, string> {
    return (this.#keys ??= new Map(this.keys.map((key) => [plain(key), key])));
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}
