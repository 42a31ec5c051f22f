// The licences of everything that is bundled, with their texts.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export async function licences(root, inputs) {
  const names = new Set();
  for (const input of inputs) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) {
      names.add(match[1]);
    }
  }
  const parts = [];
  for (const name of [...names].sort()) {
    parts.push(await licenceOf(path.join(root, "node_modules", name)));
  }
  return `The console contains these libraries.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

async function licenceOf(directory) {
  const about = JSON.parse(await readFile(path.join(directory, "package.json"), "utf8"));
  if (!about.license) {
    throw new Error(`${about.name} does not say its licence`);
  }
  const file = (await readdir(directory)).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  const text = file ? await readFile(path.join(directory, file), "utf8") : "";
  return `${about.name} ${about.version}, ${about.license}\n\n${text}`;
}
