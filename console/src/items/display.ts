import type { AttributeValue } from "../api/types.ts";
import { plainValue } from "./json.ts";

export const CELL_CHARACTERS_MAX = 200;

/**
 * A text that can be shown among others: cut, and without characters that would turn the direction of what follows or
 * cannot be seen. Those are written as U+202E.
 */
export function visible(text: string, max = CELL_CHARACTERS_MAX): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return cut.replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (character) =>
    character === "\n"
      ? "⏎"
      : character === "\t"
        ? "⇥"
        : `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** A value in one line. No more of it is looked at than is shown: an item of 400 KB is one of many on a grid. */
export function cellText(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  if ("S" in value) return visible(value.S);
  if ("N" in value) return value.N;
  if ("BOOL" in value) return String(value.BOOL);
  if ("NULL" in value) return "null";
  if ("B" in value) return visible(value.B);
  if ("SS" in value) return visible(listed(value.SS));
  if ("NS" in value) return visible(listed(value.NS));
  if ("BS" in value) return visible(listed(value.BS));
  return visible(brief(value, CELL_CHARACTERS_MAX));
}

const LISTED_MAX = 20;

function listed(elements: readonly string[]): string {
  const shown = elements.slice(0, LISTED_MAX).map((one) => one.slice(0, CELL_CHARACTERS_MAX));
  return `{${shown.join(", ")}}`;
}

/** The beginning of a value as plain JSON: some characters more than asked for, or all of it. */
export function brief(value: AttributeValue, characters: number): string {
  if ("S" in value) {
    return JSON.stringify(value.S.slice(0, characters + 1));
  }
  if ("L" in value) {
    return `[${joined(value.L, characters, (one, left) => brief(one, left))}]`;
  }
  if ("M" in value) {
    const part = (name: string, left: number) =>
      `${JSON.stringify(name)}: ${brief(value.M[name] as AttributeValue, left)}`;
    return `{${joined(Object.keys(value.M), characters, part)}}`;
  }
  const text = plainValue(value);
  return text.length > characters ? text.slice(0, characters + 1) : text;
}

function joined<T>(parts: readonly T[], characters: number, text: (part: T, left: number) => string): string {
  let all = "";
  for (const part of parts) {
    all += (all === "" ? "" : ", ") + text(part, characters - all.length);
    if (all.length > characters) {
      break;
    }
  }
  return all;
}
