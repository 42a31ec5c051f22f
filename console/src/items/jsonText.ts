/** A number as it was written. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON with the spelling of its numbers, and with objects whose members may have any name. */
export type JsonValue = null | boolean | string | NumberText | JsonValue[] | Map<string, JsonValue>;

/** What is wrong with a text, and where. */
export class JsonError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const DEPTH_MAX = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SPACE = /[ \t\r\n]*/y;

/** Reads JSON. The built-in parser would round numbers to 17 digits. */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** Reads values that follow each other, separated by space or line ends. */
export function parseJsonLines(text: string): JsonValue[] {
  const reader = new Reader(text);
  const values: JsonValue[] = [];
  while (!reader.atEnd()) {
    values.push(reader.value(0));
  }
  return values;
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): JsonValue {
    if (depth > DEPTH_MAX) {
      throw new JsonError(`Nested more than ${DEPTH_MAX} deep.`, this.at);
    }
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return new NumberText(this.match(NUMBER, "A value was expected."));
    }
  }

  atEnd(): boolean {
    this.space();
    return this.at >= this.text.length;
  }

  end(): void {
    if (!this.atEnd()) {
      throw new JsonError("Nothing more was expected.", this.at);
    }
  }

  private object(depth: number): Map<string, JsonValue> {
    const members = new Map<string, JsonValue>();
    this.at++;
    if (this.took("}")) {
      return members;
    }
    do {
      this.space();
      const from = this.at;
      const name = this.string();
      if (members.has(name)) {
        throw new JsonError(`${JSON.stringify(name)} is there twice.`, from);
      }
      this.expect(":");
      members.set(name, this.value(depth + 1));
    } while (this.took(","));
    this.expect("}");
    return members;
  }

  private array(depth: number): JsonValue[] {
    const elements: JsonValue[] = [];
    this.at++;
    if (this.took("]")) {
      return elements;
    }
    do {
      elements.push(this.value(depth + 1));
    } while (this.took(","));
    this.expect("]");
    return elements;
  }

  private string(): string {
    return JSON.parse(this.match(STRING, "A name or text in double quotes was expected.")) as string;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) {
      throw new JsonError("A value was expected.", this.at);
    }
    this.at += word.length;
    return value;
  }

  private match(pattern: RegExp, problem: string): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (!found) {
      throw new JsonError(problem, this.at);
    }
    this.at += found.length;
    return found;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  private took(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at++;
    return true;
  }

  private expect(character: string): void {
    if (!this.took(character)) {
      throw new JsonError(`"${character}" was expected.`, this.at);
    }
  }
}
