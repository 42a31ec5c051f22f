// For development: serves dist/ as the server does, passes calls on to a running Stator, builds again when sources change.
// node build/serve.mjs [--port 5173] [--stator http://localhost:8000] [--watch]
import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".txt": "text/plain",
};

export function serve({ port, stator }) {
  const target = new URL(stator);
  const server = http.createServer(async (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname;
    const own = request.method === "GET" && (name === "/" || name.startsWith("/_console/"));
    if (!own) {
      pass(request, response, target);
      return;
    }
    try {
      const file = path.join(root, "dist", path.normalize(name === "/" ? "/index.html" : name));
      response.writeHead(200, {
        "Content-Type": TYPES[path.extname(file)],
        "Content-Encoding": "gzip",
        "Content-Security-Policy": await readFile(
          path.join(root, "dist/content-security-policy.txt"),
          "utf8",
        ),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
      });
      response.end(await readFile(`${file}.gz`));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

function pass(request, response, target) {
  const headers = { ...request.headers };
  delete headers.origin;
  for (const name of Object.keys(headers)) {
    if (name.startsWith("sec-")) {
      delete headers[name];
    }
  }
  const onward = http.request(
    { host: target.hostname, port: target.port, method: request.method, path: request.url, headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
  };
  const port = Number(option("port", "5173"));
  await serve({ port, stator: option("stator", "http://localhost:8000") });
  console.log(`http://localhost:${port}/`);
  if (process.argv.includes("--watch")) {
    let waiting;
    watch(path.join(root, "src"), { recursive: true }, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => build({ minify: false }).catch(() => {}), 200);
    });
  }
}
