import { useSyncExternalStore } from "react";
import type { Language } from "../i18n/t.ts";

/** How this browser shows the console. */
export interface Settings {
  readonly theme: "system" | "light" | "dark" | "contrast";
  readonly language: Language;
  readonly density: "compact" | "comfortable";
  readonly readOnly: boolean;
  /** A name and a colour at the top of every view, so that nobody takes one server for another. */
  readonly banner: string;
  readonly bannerColour: "none" | "green" | "amber" | "red";
}

const STORAGE_KEY = "stator.settings";

const DEFAULTS: Settings = {
  theme: "system",
  language: typeof navigator !== "undefined" && navigator.language?.startsWith("es") ? "es" : "en",
  density: "compact",
  readOnly: false,
  banner: "",
  bannerColour: "none",
};

let settings: Settings = load();
const listeners = new Set<() => void>();

function load(): Settings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}") as Partial<Settings>) };
  } catch {
    return DEFAULTS;
  }
}

export function currentSettings(): Settings {
  return settings;
}

export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  localStorage.setItem(STORAGE_KEY, JSON.stringify(settings));
  for (const listener of listeners) {
    listener();
  }
}

export function onSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  return useSyncExternalStore(onSettings, currentSettings);
}

/** Lists that a person built up, kept in this browser: saved questions, histories. */
export function remembered<T>(name: string): T[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`stator.${name}`) ?? "[]");
    return Array.isArray(value) ? (value as T[]) : [];
  } catch {
    return [];
  }
}

export function remember<T>(name: string, values: readonly T[]): void {
  localStorage.setItem(`stator.${name}`, JSON.stringify(values));
}
