import { t } from "../i18n/t.ts";
import { say } from "./Feedback.tsx";

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(t("Copied"));
  } catch {
    copyByCommand(text);
  }
}

/** Pages that are not on https or localhost have no clipboard but this. */
function copyByCommand(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  say(done ? t("Copied") : t("The browser does not let this page copy"));
}

/** Hands a text over as a file. */
export function download(name: string, text: string, type = "application/json"): void {
  downloadBlob(name, new Blob([text], { type }));
}

export function downloadBlob(name: string, blob: Blob): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
