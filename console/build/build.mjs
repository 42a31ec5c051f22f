// Builds dist/: content-hashed files, each also compressed, the page, the policy that the server sends with it, and the licences.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { licences } from "./licences.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");

/** What the page may do: run and load from its own origin, nothing inline, nowhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export async function build({ minify = true } = {}) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(path.join(dist, "_console"), { recursive: true });
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { app: "src/main.tsx", style: "src/styles/index.css" },
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify,
    metafile: true,
    legalComments: "none",
    outdir: "dist/_console",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": minify ? '"production"' : '"development"' },
    logLevel: "warning",
  });
  const outputs = result.metafile.outputs;
  const entry = (suffix) => Object.keys(outputs).find((name) => outputs[name].entryPoint?.endsWith(suffix));
  const script = entry("src/main.tsx");
  const style = entry("src/styles/index.css");
  const first = firstLoad(outputs, script);
  const page = (await readFile(path.join(root, "src/index.html"), "utf8"))
    .replace("{{style}}", served(style))
    .replace(
      "{{preload}}",
      first
        .slice(1)
        .map((name) => `<link rel="modulepreload" href="${served(name)}">`)
        .join("\n"),
    )
    .replace("{{script}}", served(script));
  await writeFile(path.join(dist, "index.html"), page);
  await writeFile(path.join(dist, "content-security-policy.txt"), POLICY);
  await writeFile(
    path.join(dist, "_console/licences.txt"),
    await licences(root, Object.keys(result.metafile.inputs)),
  );
  await writeFile(
    path.join(dist, "first-load.json"),
    JSON.stringify(["index.html", ...[style, ...first].map((name) => path.relative("dist", name))]),
  );
  await compress(dist);
  await compress(path.join(dist, "_console"));
  return { bytes: await firstLoadBytes(), files: Object.keys(outputs).length };
}

/** The script and all that it imports before anything is asked for. */
function firstLoad(outputs, script) {
  const found = [script];
  for (const name of found) {
    for (const imported of outputs[name].imports) {
      if (imported.kind === "import-statement" && !found.includes(imported.path)) {
        found.push(imported.path);
      }
    }
  }
  return found;
}

function served(name) {
  return path.relative("dist", name);
}

async function compress(directory) {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|txt)$/.test(entry.name) || entry.name.startsWith("content-")) {
      continue;
    }
    const file = path.join(directory, entry.name);
    const bytes = await readFile(file);
    await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    await writeFile(
      `${file}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
}

/** How many bytes a browser takes, with gzip, before the page can be used. */
export async function firstLoadBytes() {
  const names = JSON.parse(await readFile(path.join(dist, "first-load.json"), "utf8"));
  const sizes = await Promise.all(
    names.map(async (name) => (await readFile(path.join(dist, `${name}.gz`))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { bytes, files } = await build({ minify: !process.argv.includes("--debug") });
  console.log(`console: ${files} files; first load ${(bytes / 1000).toFixed(0)} kB compressed`);
}
