import { readFileSync } from "node:fs";
import { root } from "./server.mjs";

const axe = readFileSync(`${root}console/node_modules/axe-core/axe.min.js`, "utf8");

/** What axe finds against WCAG 2.2 AA. */
export async function barriers(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // Half of a fade has half of the contrast.
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(", ")}`);
  });
}
