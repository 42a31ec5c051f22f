import { fifth } from "./es/fifth.ts";
import { first } from "./es/first.ts";
import { fourth } from "./es/fourth.ts";
import { second } from "./es/second.ts";
import { third } from "./es/third.ts";

/** The page in Spanish. */
export const es: Readonly<Record<string, string>> = { ...first, ...second, ...third, ...fourth, ...fifth };
