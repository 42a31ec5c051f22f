/**
 * The words of the page. English is written where it is said; other languages are a table from English, loaded when asked
 * for. A test holds that the table has every text and no other.
 */
export type Language = "en" | "es";

let language: Language = "en";
let table: Readonly<Record<string, string>> = {};

export function currentLanguage(): Language {
  return language;
}

export async function loadLanguage(wanted: Language): Promise<void> {
  table = wanted === "es" ? (await import("./es.ts")).es : {};
  language = wanted;
  document.documentElement.lang = wanted;
}

/**
 * A text with {names} replaced. A number is written as the language does. A text may have two forms, "{n} file|{n} files": for
 * one, and for other numbers, as English and Spanish have them; the first number counts. Without a number a bar is a bar.
 */
export function t(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  const said = table[text] ?? text;
  const count = Object.values(values).find((value) => typeof value === "number");
  const [one = said, others = one] = count === undefined ? [said] : said.split("|");
  return (count === 1 ? one : others).replace(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name];
    return value === undefined ? all : typeof value === "number" ? formatNumber(value) : value;
  });
}

export function formatNumber(value: number, digits = 1): string {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${formatNumber(amount, unit === 0 ? 0 : 1)} ${units[unit]}`;
}

export function formatTime(millis: number): string {
  return new Date(millis).toLocaleString(language, { dateStyle: "medium", timeStyle: "medium" });
}

export function formatClock(millis: number): string {
  return new Date(millis).toLocaleTimeString(language, { hour12: false });
}
