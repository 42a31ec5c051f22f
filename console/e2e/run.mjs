// The page in a real browser before a real server. npm run e2e -- [--only TEXT] [--long] [--slow N] [--seconds N]
// --long runs the forms that take minutes, 10,000 items through the page and a table of 1,000,000, and holds the times that
// are promised. Without it no case fails because a machine is slow: what ends by time-out is tried once more, when nothing
// else runs, and times are printed, not judged, up to ten times of what is promised.
// --slow makes the pages as slow as on a machine of 1/N of the speed.
import { readdirSync } from "node:fs";
import { launch, open } from "./browser.mjs";
import { start, TimeoutError } from "./server.mjs";

const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? "");
};
const only = option("only") ?? "";
const long = process.argv.includes("--long");
const slow = Number(option("slow")) || 1;
const AT_ONCE = 3;
const SECONDS = Number(option("seconds")) || (long ? 7200 : 600);

const names = readdirSync(new URL("suites/", import.meta.url)).filter((name) => name.endsWith(".mjs"));
const browser = await launch();
const server = await start();
let passed = 0;
const failures = [];
const late = [];
const began = Date.now();
try {
  const all = [];
  for (const name of names.sort()) {
    const { cases } = await import(`./suites/${name}`);
    all.push(...cases.map((one) => ({ ...one, suite: name })));
  }
  const chosen = all.filter((one) => `${one.suite} ${one.name}`.includes(only));
  // Most of a case is waiting. Those that measure, or use what all pages share, run when nothing else does.
  const together = chosen.filter((one) => !one.alone);
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(together)));
  await work(chosen.filter((one) => one.alone));
} finally {
  await server.stop();
}
for (const one of late) {
  const fresh = await start();
  try {
    await report(one, fresh.url, () => {});
  } finally {
    await fresh.stop();
  }
}
await browser.close();
console.log(
  `${passed} passed${late.length > 0 ? `, ${late.length} tried twice` : ""}, ${failures.length} failed in ${((Date.now() - began) / 1000).toFixed(0)} s\n${failures.join("\n")}`,
);
process.exit(failures.length > 0 || passed === 0 ? 1 : 0);

async function work(queue) {
  for (let one = queue.shift(); one; one = queue.shift()) {
    await report(one, server.url, () => late.push(one));
  }
}

/** Runs a case and says how it ended. What was too late, and has not been tried before, is handed to "again". */
async function report(one, url, again) {
  const from = Date.now();
  const failure = await attempt(one, url);
  const words = `${one.suite.replace(".mjs", "")}: ${one.name} (${((Date.now() - from) / 1000).toFixed(1)} s)`;
  if (!failure) {
    console.log(`ok ${words}`);
    passed++;
  } else if (failure.name === "TimeoutError" && !late.includes(one)) {
    console.log(`LATE ${words}: once more at the end\n${failure.stack}`);
    again();
  } else {
    console.log(`FAILED ${words}\n${failure.stack}`);
    failures.push(words);
  }
}

/** Runs a case in a page of its own, which must not complain; gives the failure, if any. */
async function attempt(one, url) {
  const { page, complaints } = await open(browser, one.page);
  if (slow > 1) {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slow });
  }
  let timer;
  try {
    const late = new Promise((_, reject) => {
      const seconds = Math.max(one.seconds ?? 0, SECONDS);
      timer = setTimeout(() => reject(new TimeoutError(`not done in ${seconds} s`)), seconds * 1000);
    });
    await Promise.race([one.run({ page, url, browser, long }), late]);
    return complaints.length > 0 && !one.complains ? new Error(complaints.join("\n")) : undefined;
  } catch (failure) {
    if (process.env.SCREENSHOTS) {
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/failure.png` });
    }
    return failure;
  } finally {
    clearTimeout(timer);
    await page.context().close();
  }
}
