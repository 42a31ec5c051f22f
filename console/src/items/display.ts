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

/** A value in one line. */
export function cellText(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  if ("S" in value) return visible(value.S);
  if ("N" in value) return value.N;
  if ("BOOL" in value) return String(value.BOOL);
  if ("NULL" in value) return "null";
  if ("B" in value) return visible(value.B);
  if ("SS" in value) return visible(`{${value.SS.slice(0, 20).join(", ")}}`);
  if ("NS" in value) return visible(`{${value.NS.slice(0, 20).join(", ")}}`);
  if ("BS" in value) return visible(`{${value.BS.slice(0, 20).join(", ")}}`);
  if ("L" in value) return visible(plainValue({ L: value.L.slice(0, 20) }));
  return visible(plainValue({ M: Object.fromEntries(Object.entries(value.M).slice(0, 20)) }));
}
