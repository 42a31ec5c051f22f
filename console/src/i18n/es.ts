import { first } from "./es/first.ts";
import { second } from "./es/second.ts";

/** The page in Spanish. */
export const es: Readonly<Record<string, string>> = { ...first, ...second };
