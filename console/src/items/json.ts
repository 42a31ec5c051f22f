import type { AttributeValue, Item, TypeName } from "../api/types.ts";
import { numberProblem } from "./attribute.ts";
import { type JsonValue, NumberText, parseJson } from "./jsonText.ts";

/**
 * Items as JSON, in two forms that lose nothing.
 *
 * <p>"DynamoDB JSON" names the type of every value. Plain JSON is what people write: numbers are written with all their
 * digits, and what JSON has no word for is a map with one member: {"$ss": […]}, {"$ns": […]}, {"$bs": […]}, {"$b": "…"}.
 * A real map that looks like that gets one more "$".
 */
const MARK = /^\$+(ss|ns|bs|b)$/;

export class ItemFormError extends Error {}

// Plain JSON.

export function toPlain(item: Item, indent = 2): string {
  return printMap(item, indent, 0);
}

function printMap(map: Item, indent: number, depth: number): string {
  return block(
    "{",
    "}",
    Object.entries(map).map(([name, value]) => `${JSON.stringify(name)}: ${print(value, indent, depth + 1)}`),
    indent,
    depth,
  );
}

export function plainValue(value: AttributeValue, indent = 0): string {
  return print(value, indent, 0);
}

function print(value: AttributeValue, indent: number, depth: number): string {
  if ("S" in value) return JSON.stringify(value.S);
  if ("N" in value) return value.N;
  if ("BOOL" in value) return String(value.BOOL);
  if ("NULL" in value) return "null";
  if ("B" in value) return `{"$b": ${JSON.stringify(value.B)}}`;
  if ("SS" in value) return `{"$ss": [${value.SS.map((one) => JSON.stringify(one)).join(", ")}]}`;
  if ("NS" in value) return `{"$ns": [${value.NS.join(", ")}]}`;
  if ("BS" in value) return `{"$bs": [${value.BS.map((one) => JSON.stringify(one)).join(", ")}]}`;
  if ("L" in value) {
    return block(
      "[",
      "]",
      value.L.map((one) => print(one, indent, depth + 1)),
      indent,
      depth,
    );
  }
  const names = Object.keys(value.M);
  const only = names.length === 1 ? (names[0] as string) : "";
  return printMap(
    MARK.test(only) ? { [`$${only}`]: value.M[only] as AttributeValue } : value.M,
    indent,
    depth,
  );
}

function block(open: string, close: string, parts: string[], indent: number, depth: number): string {
  if (parts.length === 0) {
    return open + close;
  }
  if (indent === 0) {
    return `${open}${parts.join(", ")}${close}`;
  }
  const pad = " ".repeat(indent * (depth + 1));
  return `${open}\n${parts.map((part) => pad + part).join(",\n")}\n${" ".repeat(indent * depth)}${close}`;
}

export function fromPlain(text: string): Item {
  return plainItem(parseJson(text));
}

export function plainItem(json: JsonValue): Item {
  if (!(json instanceof Map)) {
    throw new ItemFormError("An item is a JSON object.");
  }
  return Object.fromEntries([...json].map(([name, value]) => [name, read(value)]));
}

export function read(json: JsonValue): AttributeValue {
  if (json === null) return { NULL: true };
  if (typeof json === "string") return { S: json };
  if (typeof json === "boolean") return { BOOL: json };
  if (json instanceof NumberText) return { N: checkedNumber(json.text) };
  if (Array.isArray(json)) return { L: json.map(read) };
  const [first] = json;
  if (json.size === 1 && first && MARK.test(first[0])) {
    return first[0].startsWith("$$")
      ? { M: { [first[0].slice(1)]: read(first[1]) } }
      : marked(first[0].slice(1).toUpperCase() as "SS" | "NS" | "BS" | "B", first[1]);
  }
  return { M: plainItem(json) };
}

function marked(type: "SS" | "NS" | "BS" | "B", json: JsonValue): AttributeValue {
  if (type === "B") {
    return { B: checkedBinary(json) };
  }
  if (!Array.isArray(json) || json.length === 0) {
    throw new ItemFormError(`A set is a list with at least one element: {"$${type.toLowerCase()}": […]}`);
  }
  if (type === "NS") {
    return { NS: json.map((one) => checkedNumber(one instanceof NumberText ? one.text : String(one))) };
  }
  return type === "SS" ? { SS: json.map(checkedString) } : { BS: json.map(checkedBinary) };
}

// DynamoDB JSON.

export function toTyped(item: Item, indent = 2): string {
  return JSON.stringify(item, undefined, indent);
}

export function fromTyped(text: string): Item {
  return typedItem(parseJson(text));
}

export function typedItem(json: JsonValue): Item {
  if (!(json instanceof Map)) {
    throw new ItemFormError("An item is a JSON object.");
  }
  return Object.fromEntries([...json].map(([name, value]) => [name, typed(value, name)]));
}

/** Whether every member of a JSON object has the form {"S": …}. */
export function looksTyped(json: JsonValue): boolean {
  return (
    json instanceof Map &&
    json.size > 0 &&
    [...json.values()].every(
      (value) =>
        value instanceof Map &&
        value.size === 1 &&
        /^(S|N|B|BOOL|NULL|SS|NS|BS|L|M)$/.test([...value.keys()][0] ?? ""),
    )
  );
}

export function typed(json: JsonValue, at: string): AttributeValue {
  if (!(json instanceof Map) || json.size !== 1) {
    throw new ItemFormError(`${at}: a value has the form {"S": "…"}, with one type.`);
  }
  const [[type, content]] = [...json] as [[string, JsonValue]];
  switch (type as TypeName) {
    case "S":
      return { S: checkedString(content) };
    case "N":
      return { N: checkedNumber(checkedString(content)) };
    case "B":
      return { B: checkedBinary(content) };
    case "BOOL":
      if (typeof content !== "boolean") throw new ItemFormError(`${at}: BOOL is true or false.`);
      return { BOOL: content };
    case "NULL":
      return { NULL: true };
    case "SS":
      return { SS: list(content, at).map(checkedString) };
    case "NS":
      return { NS: list(content, at).map((one) => checkedNumber(checkedString(one))) };
    case "BS":
      return { BS: list(content, at).map(checkedBinary) };
    case "L":
      return { L: list(content, at).map((one, i) => typed(one, `${at}[${i}]`)) };
    case "M":
      return { M: typedItem(content) };
    default:
      throw new ItemFormError(
        `${at}: "${type}" is no type. Types are S, N, B, BOOL, NULL, SS, NS, BS, L, M.`,
      );
  }
}

function list(json: JsonValue, at: string): JsonValue[] {
  if (!Array.isArray(json)) {
    throw new ItemFormError(`${at}: a list was expected.`);
  }
  return json;
}

function checkedString(json: JsonValue): string {
  if (typeof json !== "string") {
    throw new ItemFormError("A text in quotes was expected.");
  }
  return json;
}

export function checkedNumber(text: string): string {
  const problem = numberProblem(text);
  if (problem === "digits") {
    throw new ItemFormError(`${text}: a number has at most 38 digits.`);
  }
  if (problem) {
    throw new ItemFormError(`${text} is not a number that fits.`);
  }
  return text;
}

export function checkedBinary(json: JsonValue): string {
  if (typeof json !== "string" || !isBase64(json)) {
    throw new ItemFormError("A binary value is written in base64.");
  }
  return json;
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
