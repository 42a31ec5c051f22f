/**
 * Terraform's language, as far as descriptions of tables need it: blocks, attributes, texts with ${…}, numbers, lists,
 * objects, and references to variables with a default and to locals of the same text. What is beyond that (functions,
 * conditions, other resources) is an Unknown with its words.
 */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, Value>;
  readonly blocks: readonly Block[];
}

export type Value = string | number | boolean | null | Unknown | Value[] | { [name: string]: Value };

/** An expression that only Terraform can evaluate. */
export class Unknown {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}

export class HclError extends Error {
  constructor(problem: string, text: string, at: number) {
    super(`${problem} in line ${text.slice(0, at).split("\n").length}`);
    this.name = "HclError";
  }
}

const DEPTH_MAX = 50;

/** The blocks at the top, with references to variables and locals put in. */
export function parseHcl(text: string): Block[] {
  const root = new Parser(text).body("", [], 0);
  const known = new Map<string, Value>();
  for (const block of root.blocks) {
    if (block.type === "variable" && block.attributes.has("default")) {
      known.set(`var.${block.labels[0]}`, block.attributes.get("default") as Value);
    }
  }
  for (const block of root.blocks.filter((one) => one.type === "locals")) {
    for (const [name, value] of block.attributes) {
      known.set(`local.${name}`, value);
    }
  }
  return root.blocks.map((block) => resolvedBlock(block, known));
}

function resolvedBlock(block: Block, known: ReadonlyMap<string, Value>): Block {
  return {
    ...block,
    attributes: new Map([...block.attributes].map(([name, value]) => [name, resolved(value, known, 0)])),
    blocks: block.blocks.map((one) => resolvedBlock(one, known)),
  };
}

function resolved(value: Value, known: ReadonlyMap<string, Value>, depth: number): Value {
  if (value instanceof Unknown) {
    const found = known.get(value.words);
    return found === undefined || depth > DEPTH_MAX ? value : resolved(found, known, depth + 1);
  }
  if (typeof value === "string") {
    return interpolated(value, known, depth);
  }
  if (Array.isArray(value)) {
    return value.map((one) => resolved(one, known, depth + 1));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, known, depth + 1)]))
    : value;
}

const PART = /\$\$\{|\$\{([^}]*)\}/g;

function interpolated(text: string, known: ReadonlyMap<string, Value>, depth: number): Value {
  let whole: Unknown | undefined;
  const words = text.replace(PART, (all, reference?: string) => {
    if (reference === undefined) {
      return "${";
    }
    const value = resolved(new Unknown(reference.trim()), known, depth + 1);
    if (value instanceof Unknown) {
      whole = new Unknown(text);
    }
    return typeof value === "object" ? all : String(value);
  });
  return whole ?? words;
}

class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What is between braces, or the whole text. */
  body(type: string, labels: readonly string[], depth: number): Block {
    const attributes = new Map<string, Value>();
    const blocks: Block[] = [];
    for (;;) {
      this.blank(true);
      if (this.at >= this.text.length) {
        if (depth > 0) this.fail("a brace is not closed");
        return { type, labels, attributes, blocks };
      }
      if (depth > 0 && this.take("}")) {
        return { type, labels, attributes, blocks };
      }
      const name = this.name() ?? this.fail("a name is missing");
      this.blank(false);
      if (this.text[this.at] === "=" && this.text[this.at + 1] !== "=") {
        this.at++;
        attributes.set(name, this.value(0));
      } else {
        blocks.push(this.block(name, depth));
      }
    }
  }

  private block(type: string, depth: number): Block {
    const labels: string[] = [];
    for (;;) {
      this.blank(false);
      if (this.take("{")) {
        if (depth > DEPTH_MAX) this.fail("too deep");
        return this.body(type, labels, depth + 1);
      }
      labels.push(
        (this.text[this.at] === '"' ? this.quoted() : this.name()) ?? this.fail(`${type} is not understood`),
      );
    }
  }

  private value(depth: number): Value {
    if (depth > DEPTH_MAX) this.fail("too deep");
    this.blank(depth > 0);
    const start = this.at;
    const found = this.literal(depth);
    this.blank(false);
    if (found !== undefined && /^(?:[\n\r,\]}]|$)/.test(this.text.slice(this.at, this.at + 1))) {
      return found;
    }
    this.at = start; // An operator follows, or it was no literal.
    return this.expression();
  }

  private literal(depth: number): Value | undefined {
    if (this.text[this.at] === '"') {
      return this.quoted();
    }
    if (this.text.startsWith("<<", this.at)) {
      return this.heredoc();
    }
    if (this.take("[")) {
      return this.list(depth);
    }
    if (this.take("{")) {
      return this.object(depth);
    }
    const word = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b)/.exec(
      this.text.slice(this.at, this.at + 64),
    )?.[0];
    this.at += word?.length ?? 0;
    return word === undefined ? undefined : (JSON.parse(word) as Value);
  }

  private list(depth: number): Value[] {
    const values: Value[] = [];
    for (;;) {
      this.blank(true);
      if (this.take("]")) {
        return values;
      }
      values.push(this.value(depth + 1));
      this.blank(true);
      this.take(",");
    }
  }

  private object(depth: number): Value {
    const members: [string, Value][] = [];
    for (;;) {
      this.blank(true);
      if (this.take("}")) {
        return Object.fromEntries(members);
      }
      const name =
        (this.text[this.at] === '"' ? this.quoted() : this.name()) ?? this.fail("a name is missing");
      this.blank(true);
      if (!this.take("=") && !this.take(":")) this.fail("= is missing");
      members.push([name, this.value(depth + 1)]);
      this.blank(true);
      this.take(",");
    }
  }

  /** To the end of the line, or to what closes the list or object around it. */
  private expression(): Unknown {
    const start = this.at;
    let open = 0;
    while (this.at < this.text.length) {
      const character = this.text[this.at] as string;
      if (character === '"') {
        this.quoted();
        continue;
      }
      if (open === 0 && /[\n,\]})#]/.test(character)) break;
      if (/[([{]/.test(character)) open++;
      if (/[)\]}]/.test(character)) open--;
      this.at++;
    }
    if (this.at === start) this.fail("a value is missing");
    return new Unknown(this.text.slice(start, this.at).trim());
  }

  private quoted(): string {
    const end = /^"(?:[^"\\$]|\\.|\$\{[^}]*\}|\$)*"/s.exec(this.text.slice(this.at));
    if (!end) this.fail("a quote is not closed");
    this.at += end[0].length;
    return end[0]
      .slice(1, -1)
      .replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
        code.length > 1
          ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
          : ({ n: "\n", r: "\r", t: "\t" }[code] ?? code),
      );
  }

  private heredoc(): string {
    const match = /^<<-?(\w+)\r?\n([\s\S]*?)\r?\n[ \t]*\1[ \t]*(?=\r?\n|$)/.exec(this.text.slice(this.at));
    if (!match) this.fail("a text is not closed");
    this.at += match[0].length;
    return match[2] as string;
  }

  private name(): string | undefined {
    const found = /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at, this.at + 256))?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private take(character: string): boolean {
    const there = this.text[this.at] === character;
    this.at += there ? 1 : 0;
    return there;
  }

  /** Over blanks and comments, and ends of lines if they mean nothing here. */
  private blank(lines: boolean): void {
    const skip = lines
      ? /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
      : /(?:[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
    skip.lastIndex = this.at;
    this.at += skip.exec(this.text)?.[0].length ?? 0;
  }

  private fail(problem: string): never {
    throw new HclError(problem, this.text, this.at);
  }
}
