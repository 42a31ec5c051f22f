// Starts a browser and collects what its pages complain about.
import { chromium } from "playwright-core";
import { PATIENCE_MILLIS } from "./server.mjs";

export const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launch(more = []) {
  const args = [...ARGUMENTS, ...more];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

/** A page whose complaints are kept: errors of scripts, and everything that the content security policy refused. */
export async function open(
  browser,
  { theme = "light", language = "en", size = { width: 1440, height: 900 } } = {},
) {
  const context = await browser.newContext({ viewport: size });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await context.addInitScript(
    ([theme, language]) => {
      if (!localStorage.getItem("stator.settings")) {
        localStorage.setItem("stator.settings", JSON.stringify({ theme, language }));
      }
    },
    [theme, language],
  );
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  return { page, complaints };
}
