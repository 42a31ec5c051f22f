import type { AttributeValue, Item } from "../api/types.ts";
import { shellQuoted } from "../code/code.ts";
import { attribute } from "../items/attribute.ts";
import { plainValue, toPlain, toTyped } from "../items/json.ts";

/** Ways to write items down. */
export type Format = "json" | "typed" | "lines" | "csv" | "cli" | "insert";

export function write(format: Format, items: readonly Item[], table: string): string {
  switch (format) {
    case "json":
      return items.length === 1
        ? toPlain(items[0] as Item)
        : `[\n${items.map((item) => toPlain(item, 0)).join(",\n")}\n]`;
    case "typed":
      return items.length === 1
        ? toTyped(items[0] as Item)
        : `[\n${items.map((item) => toTyped(item, 0)).join(",\n")}\n]`;
    case "lines":
      return items.map((item) => `{"Item":${JSON.stringify(item)}}\n`).join("");
    case "csv":
      return csv(items);
    case "cli":
      return items
        .map(
          (item) =>
            `aws dynamodb put-item --table-name ${shellQuoted(table)} --item ${shellQuoted(JSON.stringify(item))}\n`,
        )
        .join("");
    case "insert":
      return items.map((item) => `INSERT INTO "${table}" VALUE ${partiqlValue({ M: item })}\n`).join("");
  }
}

function csv(items: readonly Item[]): string {
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const rows = items.map((item) => names.map((name) => csvCell(plainCell(attribute(item, name)))).join(","));
  return `${[names.map(csvCell).join(","), ...rows].join("\r\n")}\r\n`;
}

function plainCell(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  return "S" in value ? value.S : plainValue(value);
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value as a literal of PartiQL. Binary values have no literal: they are written as base64 text. */
export function partiqlValue(value: AttributeValue): string {
  const text = (one: string) => `'${one.replaceAll("'", "''")}'`;
  if ("S" in value) return text(value.S);
  if ("N" in value) return value.N;
  if ("BOOL" in value) return String(value.BOOL);
  if ("NULL" in value) return "null";
  if ("B" in value) return text(value.B);
  if ("SS" in value) return `<<${value.SS.map(text).join(", ")}>>`;
  if ("NS" in value) return `<<${value.NS.join(", ")}>>`;
  if ("BS" in value) return `<<${value.BS.map(text).join(", ")}>>`;
  if ("L" in value) return `[${value.L.map(partiqlValue).join(", ")}]`;
  return `{${Object.entries(value.M)
    .map(([name, one]) => `${text(name)}: ${partiqlValue(one)}`)
    .join(", ")}}`;
}
