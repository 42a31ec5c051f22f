import type { AttributeValue, Item } from "../api/types.ts";
import { checkedBinary, checkedNumber, ItemFormError, typedItem } from "../items/json.ts";
import { parseJson } from "../items/jsonText.ts";
import { isReserved } from "../items/reserved.ts";

/** What a row of the filter compares with. */
export type Operator =
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "between"
  | "in"
  | "begins_with"
  | "contains"
  | "not contains"
  | "exists"
  | "not exists"
  | "type"
  | "size ="
  | "size <"
  | "size >";

export type ValueType = "S" | "N" | "B" | "BOOL" | "NULL" | "JSON";

export const VALUE_TYPES: readonly ValueType[] = ["S", "N", "BOOL", "B", "NULL", "JSON"];

export const OPERATORS: readonly Operator[] = [
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "between",
  "in",
  "begins_with",
  "contains",
  "not contains",
  "exists",
  "not exists",
  "type",
  "size =",
  "size <",
  "size >",
];

/** The operators that a sort key takes in a Query. */
export const SORT_OPERATORS: readonly Operator[] = ["=", "<", "<=", ">", ">=", "between", "begins_with"];

export interface Condition {
  readonly path: string;
  readonly operator: Operator;
  readonly type: ValueType;
  /** As typed; "in" separates values by commas, or takes one a line. */
  readonly value: string;
  /** The upper end of "between". */
  readonly upper: string;
}

export const EMPTY_CONDITION: Condition = { path: "", operator: "=", type: "S", value: "", upper: "" };

export function valueCount(operator: Operator): 0 | 1 | 2 {
  return operator === "exists" || operator === "not exists" ? 0 : operator === "between" ? 2 : 1;
}

/** Gives names and values of an expression their placeholders, each once; if it is to be short, every name. */
export class Placeholders {
  private readonly short: boolean;
  private readonly names = new Map<string, string>();
  private readonly values: [string, AttributeValue][] = [];

  constructor(short = false) {
    this.short = short;
  }

  /** A path such as a.b[0]; a name with a dot or a bracket in it is written in double quotes. */
  path(text: string): string {
    return pathParts(text)
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${this.name(part)}`))
      .join("")
      .slice(1);
  }

  name(name: string): string {
    if (!this.short && /^[A-Za-z][A-Za-z0-9]*$/.test(name) && !isReserved(name)) {
      return name;
    }
    const known = this.names.get(name);
    if (known) {
      return known;
    }
    const placeholder = `#n${this.names.size}`;
    this.names.set(name, placeholder);
    return placeholder;
  }

  value(value: AttributeValue): string {
    const placeholder = `:v${this.values.length}`;
    this.values.push([placeholder, value]);
    return placeholder;
  }

  members(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Item } {
    return {
      ...(this.names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...this.names].map(([name, placeholder]) => [placeholder, name]),
        ),
      }),
      ...(this.values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(this.values) }),
    };
  }
}

export function pathParts(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^.[\]"]+)|\[(\d+)\])\s*(\.?)/y;
  let ended = false;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, quoted, plain, index, dot] = match;
    parts.push(
      index !== undefined
        ? Number(index)
        : quoted !== undefined
          ? quoted.replaceAll('""', '"')
          : (plain as string).trim(),
    );
    ended = dot === "";
    if (match[0] === "" || pattern.lastIndex >= text.length) {
      break;
    }
  }
  const whole = parts.length > 0 && ended && typeof parts[0] === "string";
  return whole ? parts : [text];
}

/** The name of an attribute as a path. */
export function pathOf(name: string): string {
  return /[.[\]"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

export function readValue(type: ValueType, text: string): AttributeValue {
  switch (type) {
    case "S":
      return { S: text };
    case "N":
      return { N: checkedNumber(text.trim()) };
    case "B":
      return { B: checkedBinary(text.trim()) };
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
    case "JSON":
      return typedItem(new Map([["value", parseJson(text)]])).value as AttributeValue;
  }
}

export function listedValues(type: ValueType, text: string): AttributeValue[] {
  const parts = text.includes("\n") ? text.split("\n") : text.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "").map((part) => readValue(type, part));
}

/** Whether a row says something yet. */
export function isComplete(condition: Condition): boolean {
  if (condition.path.trim() === "") {
    return false;
  }
  const needed = valueCount(condition.operator);
  const free = condition.type === "S" || condition.type === "BOOL" || condition.type === "NULL";
  return needed === 0 || ((free || condition.value.trim() !== "") && (needed < 2 || condition.upper !== ""));
}

export function conditionExpression(condition: Condition, placeholders: Placeholders): string {
  const { operator, type, value } = condition;
  const path = placeholders.path(condition.path);
  const first = () => placeholders.value(readValue(type, value));
  switch (operator) {
    case "between":
      return `${path} BETWEEN ${first()} AND ${placeholders.value(readValue(type, condition.upper))}`;
    case "in": {
      const all = listedValues(type, value);
      if (all.length === 0 || all.length > 100) {
        throw new ItemFormError("“in” takes 1 to 100 values, separated by commas.");
      }
      return `${path} IN (${all.map((one) => placeholders.value(one)).join(", ")})`;
    }
    case "begins_with":
    case "contains":
      return `${operator}(${path}, ${first()})`;
    case "not contains":
      return `NOT contains(${path}, ${first()})`;
    case "exists":
      return `attribute_exists(${path})`;
    case "not exists":
      return `attribute_not_exists(${path})`;
    case "type":
      return `attribute_type(${path}, ${placeholders.value({ S: value.trim() })})`;
    case "size =":
    case "size <":
    case "size >":
      return `size(${path}) ${operator.slice(5)} ${placeholders.value({ N: checkedNumber(value.trim()) })}`;
    default:
      return `${path} ${operator} ${first()}`;
  }
}

/** Groups of conditions: all of a group, or all of another. */
export function filterExpression(
  groups: readonly (readonly Condition[])[],
  placeholders: Placeholders,
): string {
  const written = groups
    .map((group) => group.filter(isComplete))
    .filter((group) => group.length > 0)
    .map((group) => group.map((one) => conditionExpression(one, placeholders)).join(" AND "));
  return written.length > 1 ? written.map((group) => `(${group})`).join(" OR ") : (written[0] ?? "");
}
