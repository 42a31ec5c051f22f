import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { es } from "../src/i18n/es.ts";

declare const ROOT: string;
const FIRST_LOAD_BYTES_MAX = 200_000;
const LINES_MAX = 400;

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(directory, entry.name);
    return entry.isDirectory() ? sources(name) : /\.(tsx?|css|mjs)$/.test(name) ? [name] : [];
  });
}

/** Every text that is passed to t(), and titles, which are given to it later. */
function texts(): Set<string> {
  const found = new Set<string>();
  for (const file of sources(path.join(ROOT, "src"))) {
    const code = readFileSync(file, "utf8");
    for (const pattern of [/\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g, /\btitle: ("[A-Z][^"]*")/g]) {
      for (const match of code.matchAll(pattern)) {
        const text = match[1] as string;
        found.add(text.startsWith("'") ? text.slice(1, -1) : (JSON.parse(text) as string));
      }
    }
  }
  return found;
}

test("Spanish has every text, no other, and the same values in each", () => {
  const wanted = texts();
  assert.deepEqual(
    [...wanted].filter((text) => !(text in es)),
    [],
  );
  assert.deepEqual(
    Object.keys(es).filter((text) => !wanted.has(text)),
    [],
  );
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [english, spanish] of Object.entries(es)) {
    assert.deepEqual(names(spanish), names(english), english);
  }
});

test("the first load is small, and nothing in the page is inline", {
  skip: !existsSync(path.join(ROOT, "dist")),
}, () => {
  const dist = path.join(ROOT, "dist");
  const names = JSON.parse(readFileSync(path.join(dist, "first-load.json"), "utf8")) as string[];
  const bytes = names.reduce((sum, name) => sum + statSync(path.join(dist, `${name}.gz`)).size, 0);
  assert.ok(bytes <= FIRST_LOAD_BYTES_MAX, `${bytes} bytes`);
  const page = readFileSync(path.join(dist, "index.html"), "utf8");
  assert.doesNotMatch(page, /<style|<script(?![^>]* src=)| on[a-z]+=/i);
  assert.doesNotMatch(readFileSync(path.join(dist, "content-security-policy.txt"), "utf8"), /unsafe|\*/);
});

test("no file is longer than 400 lines", () => {
  const long = ["src", "test", "build", "e2e"]
    .flatMap((name) => sources(path.join(ROOT, name)))
    .filter((file) => !file.includes("i18n/es"))
    .filter((file) => readFileSync(file, "utf8").split("\n").length > LINES_MAX);
  assert.deepEqual(long, []);
});

test("a text has two forms only where a number chooses", async () => {
  const { t } = await import("../src/i18n/t.ts");
  assert.equal(t("{n} item|{n} items", { n: 1 }), "1 item");
  assert.equal(t("{n} item|{n} items", { n: 0 }), "0 items");
  assert.equal(t("up to the first of # | : /"), "up to the first of # | : /");
  assert.equal(t("{n} bars", { n: 2 }), "2 bars");
});
