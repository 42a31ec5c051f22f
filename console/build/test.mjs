// Bundles each test (node itself does not read TypeScript) and runs all of them with node's own test runner.
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const names = (await readdir(path.join(root, "test"))).filter((name) => /\.test\.tsx?$/.test(name));
const out = path.join(root, "out/test");
await rm(out, { recursive: true, force: true });
await esbuild.build({
  absWorkingDir: root,
  entryPoints: names.map((name) => `test/${name}`),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  outdir: out,
  outExtension: { ".js": ".mjs" },
  external: ["esbuild"],
  define: { ROOT: JSON.stringify(root) },
  logLevel: "warning",
});
const files = (await readdir(out))
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => path.join(out, name));
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", cwd: root }).status ?? 1);
