// Twelve ways in which a page of somebody else may try to use a database on this machine, against an open server and against one that
// verifies who calls: nothing is written, nothing can be read. `npm run e2e -- --only strangers` runs them alone.
// The same attacks are aimed at a server that lets everybody in, too: there they arrive, so that nothing passes here because it
// does not work.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../browser.mjs";
import { start } from "../server.mjs";

const KEY = { id: "AKIAROOTROOTROOTROOT", secret: "rootsecretrootsecretrootsecretrootsecret" };
const JSON_TYPE = "application/x-amz-json-1.0";
const DELETE = '{"TableName":"Victim"}';
const CREATE_USER = "Action=CreateUser&Version=2010-05-08&UserName=mallory";
// The names that strangers own lead here, and Chromium's own guard is down: what is tried is the server's.
const BROWSER = [
  "--host-resolver-rules=MAP evil.test 127.0.0.1,MAP evil.test. 127.0.0.1,MAP *.evil.test 127.0.0.1",
  "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
];

/** Runs in a page: tries requests and gives what could be read of their answers. */
const requests = async (list) => {
  const read = [];
  for (const { url, ...options } of list) {
    try {
      const response = await fetch(url, options);
      const text = await response.text();
      if (response.type !== "opaque" && response.ok && text) read.push(`${url}: ${text.slice(0, 60)}`);
    } catch {
      // refused, or not readable
    }
  }
  return read;
};

const signedForm = {
  "X-Amz-Target": "DynamoDB_20120810.DeleteTable",
  "Content-Type": JSON_TYPE,
  "X-Amz-Date": "20261129T000000Z",
  Authorization: `AWS4-HMAC-SHA256 Credential=any/20261129/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
};

/** What a page that may send anything would send. */
const everything = (url) => [
  { url: `${url}/`, method: "POST", headers: signedForm, body: DELETE },
  {
    url: `${url}/`,
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: CREATE_USER,
  },
  { url: `${url}/_stator/faults` },
  { url: `${url}/metrics` },
];

const form = (action, type, fields) =>
  `<form id=f method=post enctype="${type}" action="${action}">${fields}</form><script>f.submit()</script>`;
const field = (name, value) => `<input type=hidden name='${name}' value='${value}'>`;
const settle = (page, millis = 300) => page.waitForTimeout(millis);

/** Each gets a page, the address of the victim and a stranger, and gives what it could read. */
const ATTACKS = {
  "a form of plain text": async ({ page, url, stranger }) => {
    await stranger.show(page, form(`${url}/`, "text/plain", field('{"TableName":"Victim","x":"', '"}')));
    await settle(page);
    await stranger.show(
      page,
      form(
        `${url}/`,
        "application/x-www-form-urlencoded",
        ["Action", "CreateUser", "Version", "2010-05-08", "UserName", "mallory"].reduce(
          (all, _, i, list) => (i % 2 ? all : all + field(list[i], list[i + 1])),
          "",
        ),
      ),
    );
    await settle(page);
    return [];
  },
  "a request without CORS": async ({ page, url, stranger }) => {
    await stranger.show(page);
    const target = `${url}/?X-Amz-Target=DynamoDB_20120810.DeleteTable`;
    return page.evaluate(requests, [
      { url: target, method: "POST", mode: "no-cors", body: DELETE },
      { url: `${url}/`, method: "POST", mode: "no-cors", body: new URLSearchParams(CREATE_USER).toString() },
    ]);
  },
  "a request with its target": async ({ page, url, stranger }) => {
    await stranger.show(page);
    return page.evaluate(requests, everything(url));
  },
  "a preflight": async ({ page, url, stranger }) => {
    await stranger.show(page);
    const read = await page.evaluate(requests, [
      { url: `${url}/`, method: "POST", credentials: "include", headers: signedForm, body: DELETE },
      { url: `${url}/bucket/key`, method: "PUT", body: "x" },
      { url: `${url}/_stator/faults`, method: "DELETE" },
    ]);
    const answer = await stranger.preflight(url);
    return answer === undefined ? read : [...read, `allowed: ${answer}`];
  },
  "a name that turns to this machine": ({ page, url }) => rebound(page, url, "evil.test"),
  "a frame without an origin": async ({ page, url, stranger }) => {
    const script = `(${requests})(${JSON.stringify(everything(url))}).then((read) => parent.postMessage(read, "*"))`;
    await stranger.show(
      page,
      `<script>addEventListener("message", (message) => { window.read = message.data })</script>
       <iframe sandbox="allow-scripts" srcdoc='<script>${script.replaceAll("'", "&#39;")}</script>'></iframe>`,
    );
    await page.waitForFunction(() => window.read, undefined, { timeout: 10_000 });
    return page.evaluate(() => window.read);
  },
  "a web socket": async ({ page, url, stranger }) => {
    await stranger.show(page);
    return page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => resolve(["opened"]);
          socket.onerror = () => resolve([]);
        }),
      url.replace("http", "ws"),
    );
  },
  "a picture": async ({ page, url, stranger }) => {
    const paths = [
      `/?${CREATE_USER}`,
      "/?Action=ListUsers&Version=2010-05-08",
      "/_aws/dynamodb/expired",
      "/bucket/key",
    ];
    await stranger.show(
      page,
      paths.map((path) => `<img src="${url}${path}"><script src="${url}${path}"></script>`).join(""),
    );
    await settle(page);
    return [];
  },
  "a redirect": async ({ page, url, stranger }) => {
    stranger.redirectTo(`${url}/?X-Amz-Target=DynamoDB_20120810.DeleteTable`);
    await stranger.show(page, form("/redirect", "text/plain", field('{"TableName":"Victim","x":"', '"}')));
    await settle(page);
    await stranger.show(page);
    return page.evaluate(requests, [
      { url: `${stranger.url}/redirect`, method: "POST", body: DELETE },
      { url: `${stranger.url}/redirect`, method: "POST", headers: signedForm, body: DELETE },
    ]);
  },
  "a service worker": async ({ page, url, stranger }) => {
    stranger.work(`addEventListener("message", (message) =>
      (${requests})(message.data).then((read) => message.source.postMessage(read)))`);
    await stranger.show(page);
    return page.evaluate(async (list) => {
      await navigator.serviceWorker.register("/worker.js");
      const worker = (await navigator.serviceWorker.ready).active;
      const answer = new Promise((resolve) => {
        navigator.serviceWorker.onmessage = (message) => resolve(message.data);
      });
      worker.postMessage(list);
      return answer;
    }, everything(url));
  },
  "a frame around the console": async ({ page, url, stranger }) => {
    await stranger.show(page, `<iframe src="${url}/" width=800 height=600></iframe>`);
    await settle(page);
    const frame = page.frames().find((one) => one !== page.mainFrame());
    const text = frame ? await frame.content().catch(() => "") : "";
    return /id="root"|stator-naive/.test(text) ? ["framed"] : [];
  },
  "names in other spellings": async ({ page, url }) => {
    const read = [];
    for (const name of [
      "EVIL.test",
      "evil.test.",
      "localhost.evil.test",
      "127.0.0.1.evil.test",
      "xn--localhost-.evil.test",
    ]) {
      read.push(...(await rebound(page, url, name)));
    }
    return read;
  },
};

/** A page of a name that leads to the server is of the server's origin to the browser. */
async function rebound(opener, url, name) {
  const origin = `http://${name}:${new URL(url).port}`;
  const page = await opener.context().newPage();
  try {
    await page.route(`${origin}/attack`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<p>attack" }),
    );
    await page.goto(`${origin}/attack`);
    const read = await page.evaluate(requests, everything(""));
    const shown = await page.goto(`${origin}/`).catch(() => undefined);
    return shown?.ok() ? [...read, `shown ${origin}`] : read;
  } finally {
    await page.close();
  }
}

/** A server of somebody else, on another port. */
async function open() {
  let body = "";
  let target = "/";
  let script = "";
  const server = http.createServer((request, response) => {
    if (request.url === "/redirect") {
      const cors = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
      response.writeHead(request.method === "OPTIONS" ? 200 : 307, { ...cors, Location: target }).end();
    } else if (request.url === "/worker.js") {
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(script);
    } else {
      response.writeHead(200, { "Content-Type": "text/html" }).end(`<!doctype html><p>stranger${body}`);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    async show(page, content = "") {
      body = content;
      await page.goto(`${url}/`, { waitUntil: "commit" });
      await page.waitForLoadState("domcontentloaded").catch(() => {});
    },
    redirectTo(address) {
      target = address;
    },
    work(text) {
      script = text;
    },
    async preflight(victim) {
      const asked = {
        Origin: url,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-amz-target",
      };
      const response = await new Promise((resolve) => {
        const { hostname, port } = new URL(victim);
        http.request({ hostname, port, method: "OPTIONS", headers: asked }, resolve).end();
      });
      response.resume();
      return response.headers["access-control-allow-origin"];
    },
    close: () => server.close(),
  };
}

// What is there, asked as a client that may.

const hash = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

async function ask(url, service, type, body, target) {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${now.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const headers = { "content-type": type, host: new URL(url).host, "x-amz-date": now };
  if (target) headers["x-amz-target"] = `DynamoDB_20120810.${target}`;
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = ["POST", "/", "", lines, names.join(";"), hash(body)].join("\n");
  const key = scope.split("/").reduce(hmac, `AWS4${KEY.secret}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${now}\n${scope}\n${hash(canonical)}`).toString("hex");
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${KEY.id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const response = await fetch(`${url}/`, { method: "POST", headers, body });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

const dynamodb = (url, target, body) => ask(url, "dynamodb", JSON_TYPE, JSON.stringify(body), target);

async function state(url) {
  const users = await ask(
    url,
    "iam",
    "application/x-www-form-urlencoded",
    "Action=ListUsers&Version=2010-05-08",
  );
  return [
    await dynamodb(url, "Scan", { TableName: "Victim" }),
    await dynamodb(url, "ListTables", {}),
    users.replace(/<RequestId>.*/, ""),
  ];
}

/** Runs every attack in a page of its own; gives what each could read. */
async function attackAll(url, each) {
  const browser = await launch(BROWSER);
  const stranger = await open();
  try {
    for (const [name, attack] of Object.entries(ATTACKS)) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await each(name, await attack({ page, url, stranger }));
      await context.close();
    }
  } finally {
    stranger.close();
    await browser.close();
  }
}

async function nothingGetsThrough(options) {
  const server = await start(["--in-memory", ...options]);
  try {
    await dynamodb(server.url, "CreateTable", {
      TableName: "Victim",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    });
    await dynamodb(server.url, "PutItem", { TableName: "Victim", Item: { pk: { S: "secret" } } });
    const before = await state(server.url);
    let blocked = 0;
    await attackAll(server.url, async (name, read) => {
      assert.deepEqual(read, [], name);
      assert.deepEqual(await state(server.url), before, name);
      blocked++;
    });
    assert.equal(blocked, 12);
  } finally {
    await server.stop();
  }
}

const openServer = {
  name: "strangers: 12 of 12 attacks on a server that believes everybody",
  run: () => nothingGetsThrough([]),
};

const enforced = {
  name: "strangers: 12 of 12 attacks on a server that verifies",
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "stator-strangers-"));
    const secret = join(folder, "secret");
    writeFileSync(secret, KEY.secret);
    const key = ["--root-access-key-id", KEY.id, "--root-secret-access-key-file", secret];
    try {
      await nothingGetsThrough(["--auth", "enforce", ...key]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const naive = {
  name: "strangers: the same 12 attacks get through to a server that lets everybody in",
  run: async () => {
    let arrived = 0;
    const server = http.createServer((request, response) => {
      arrived++;
      request.resume();
      response
        .writeHead(200, {
          "Access-Control-Allow-Origin": request.headers.origin ?? "*",
          "Access-Control-Allow-Credentials": "true",
          "Access-Control-Allow-Headers": request.headers["access-control-request-headers"] ?? "",
          "Access-Control-Allow-Methods": "PUT, DELETE",
          "Content-Type": "text/html",
        })
        .end("stator-naive");
    });
    server.on("upgrade", (request, socket) => {
      arrived++;
      const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accepted = createHash("sha1").update(key).digest("base64");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
      );
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    // What a form, a picture and a script send cannot be read, but it arrives.
    const blind = ["a form of plain text", "a request without CORS", "a picture"];
    try {
      await attackAll(`http://127.0.0.1:${server.address().port}`, async (name, read) => {
        assert.ok(arrived > 0, `${name}: nothing arrived`);
        assert.ok(blind.includes(name) || read.length > 0, `${name}: nothing was read`);
        arrived = 0;
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
};

export const cases = [openServer, enforced, naive];
