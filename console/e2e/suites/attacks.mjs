// Names and values that are script, HTML, very long or turn the direction of text; addresses made by others; a page of
// another origin. None of them runs, and none reaches anything.
import assert from "node:assert/strict";
import http from "node:http";
import { barriers } from "../axe.mjs";
import { allItems, call, createTable, item, putAll } from "../server.mjs";
import { button, explorer, grid, itemPane } from "./editing.mjs";

const SCRIPTS = [
  "<script>window.attacked = 1</script>",
  "<img src=x onerror='window.attacked = 1'>",
  '"><svg onload="window.attacked = 1">',
  "javascript:window.attacked = 1",
  "{{constructor.constructor('window.attacked = 1')()}}",
  "<iframe srcdoc='<script>parent.attacked = 1</script>'>",
  "</textarea><script>window.attacked = 1</script>",
];
const LONG = "x".repeat(100_000);
const TURNED = "\u202egnp.exe\u2066\u2069\u200b";
const KEY = "<img src=x onerror=window.attacked=1>";

const attack = Object.fromEntries([
  ...SCRIPTS.map((text, i) => [`${text} ${i}`, { S: text }]),
  ["in a map", { M: Object.fromEntries(SCRIPTS.map((text) => [text, { L: [{ S: text }] }])) }],
  ["in a set", { SS: [...SCRIPTS].sort() }],
  ["long", { S: LONG }],
  ["n".repeat(50_000), { S: "of a long name" }],
  [TURNED, { S: TURNED }],
  ["__proto__", { M: Object.fromEntries([["polluted", { S: "yes" }]]) }],
]);

/** Fails if anything ran, asked, or left the server. */
async function watch(page, url) {
  const seen = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:"))
      seen.push(`asked ${request.url()}`);
  });
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame()) seen.push(`frame ${frame.url()}`);
  });
  return async () => {
    assert.equal(await page.evaluate(() => window.attacked ?? {}.polluted), undefined);
    assert.equal(await page.locator("img:not(.cm-widgetBuffer), iframe, svg[onload]").count(), 0);
    assert.deepEqual(seen, []);
  };
}

const items = {
  name: "an item of attacks is text in the grid, the forms, the review, as code, in the stream and in the log",
  run: async ({ page, url }) => {
    await createTable(url, "Attacks", [KEY, "sk"], {
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
    const whole = { ...attack, [KEY]: { S: SCRIPTS[1] }, sk: { S: TURNED } };
    await putAll(url, "Attacks", [whole]);
    await call(url, "TagResource", {
      ResourceArn: (await call(url, "DescribeTable", { TableName: "Attacks" })).Table.TableArn,
      Tags: [{ Key: "html", Value: "b/i" }],
    });
    const harmless = await watch(page, url);
    await page.goto(explorer(url, "Attacks"));
    await button(page, "Scan").click();
    await page.getByRole("gridcell").filter({ hasText: "<img" }).first().waitFor();
    const shown = await grid(page).textContent();
    assert.doesNotMatch(shown, /[\u202a-\u202e\u2066-\u2069]/, "what turns text is written out");
    assert.match(shown, /U\+202E/);
    assert.ok(shown.length < 20_000, "what is long is cut");
    await harmless();

    await page.getByRole("gridcell").filter({ hasText: "<img" }).first().dblclick();
    await itemPane(page)
      .getByText(/of 400 KB/)
      .waitFor();
    for (const form of ["JSON", "DynamoDB JSON", "Form"]) {
      await itemPane(page).getByRole("radio", { name: form, exact: true }).click({ force: true });
      await page.waitForTimeout(200);
      await harmless();
    }
    await itemPane(page).getByLabel("New attribute", { exact: true }).fill(SCRIPTS[2]);
    await page.keyboard.press("Enter");
    await itemPane(page).getByRole("button", { name: "Stage", exact: true }).click();
    await button(page, "Review").click();
    await page
      .getByRole("dialog")
      .getByText(/onload/)
      .first()
      .waitFor();
    await harmless();
    await page.getByRole("dialog").getByRole("button", { name: "Show the request" }).click();
    for (const language of ["CLI", "Python", "JavaScript", "Java"]) {
      await page.getByRole("radio", { name: language, exact: true }).click({ force: true });
      await harmless();
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").getByRole("button", { name: "Commit 1" }).click();
    await page.getByRole("region", { name: "Staged changes" }).waitFor({ state: "detached" });
    const stored = await item(url, "Attacks", { [KEY]: whole[KEY], sk: whole.sk });
    stored["in a set"].SS.sort();
    assert.deepEqual(stored, { ...whole, [SCRIPTS[2]]: { S: "" } }, "and nothing of it is lost");
    await page.keyboard.press("Escape");
    await button(page, "Columns").click();
    await harmless();
    await page.keyboard.press("Escape");

    for (const place of ["requests", "partiql", "model", "table/Attacks/stream", "table/Attacks/settings"]) {
      await page.goto(`${url}/#/000000000000/us-east-1/${place}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForTimeout(500);
      await page
        .getByRole("gridcell")
        .first()
        .dblclick({ timeout: 2000 })
        .catch(() => {});
      await harmless();
      assert.deepEqual(await barriers(page), [], place);
    }
  },
};

const links = {
  name: "addresses that somebody made up show a view, and start no scan and no change",
  run: async ({ page, url }) => {
    await createTable(url, "Linked", ["pk"]);
    await putAll(url, "Linked", [{ pk: { S: "a" } }]);
    const harmless = await watch(page, url);
    const asked = [];
    page.on("request", (request) => {
      const target = request.headers()["x-amz-target"] ?? "";
      if (/Scan|Execute|Put|Delete|Update|Write|Create/.test(target)) asked.push(target);
    });
    for (const place of [
      "table/Linked/items?run=1",
      "table/Linked/items?filter=[1,{},[{}],null]&sort=[5,null,{}]&run=1",
      'table/Linked/items?filter=[[{"path":{},"operator":[],"value":{"a":1}}]]&pk=a&run=1',
      "table/Linked/items?page=-5&index=<img src=x onerror=window.attacked=1>&run=1",
      "table/<img src=x onerror=window.attacked=1>/items",
      "table/%E0%A4%A/items",
      "<script>window.attacked = 1</script>",
      `partiql?statement=${encodeURIComponent("DELETE FROM \"Linked\" WHERE pk = 'a'")}&run=1`,
      "table/__proto__/constructor",
      "buckets/<img src=x onerror=window.attacked=1>?prefix=<script>window.attacked=1</script>/",
      "functions/<img src=x onerror=window.attacked=1>/code",
      "access/simulator?who=<script>window.attacked=1</script>&actions=<img src=x onerror=window.attacked=1>",
      "constructor",
    ]) {
      await page.goto("about:blank#");
      await page.goto(`${url}/#/000000000000/us-east-1/${place}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForTimeout(300);
      await harmless();
    }
    assert.deepEqual(asked, []);
    assert.equal((await allItems(url, "Linked")).length, 1);
  },
  complains: true, // about:blank has no storage
};

const origins = {
  name: "a page of another origin reads nothing, changes nothing and frames nothing",
  complains: true,
  run: async ({ page, url }) => {
    await createTable(url, "Origin", ["pk"]);
    await putAll(url, "Origin", [{ pk: { S: "secret" } }]);
    const stranger = http.createServer((_, response) =>
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(
          `<iframe src="${url}/" id="frame"></iframe><form method=post enctype=text/plain action="${url}/"></form>`,
        ),
    );
    await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    try {
      await page.goto(`http://127.0.0.1:${stranger.address().port}/`);
      const found = await page.evaluate(async (url) => {
        const results = [];
        const attempt = async (name, request) => {
          try {
            const response = await request();
            results.push(`${name}: read ${response.status} ${(await response.text()).slice(0, 80)}`);
          } catch {
            // refused, as it should be
          }
        };
        const scope = "any/20261129/us-east-1/dynamodb/aws4_request";
        const signed = {
          "X-Amz-Target": "DynamoDB_20120810.DeleteTable",
          "Content-Type": "application/x-amz-json-1.0",
          "X-Amz-Date": "20261129T000000Z",
          Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
        };
        const body = '{"TableName":"Origin"}';
        await attempt("signed", () => fetch(url, { method: "POST", headers: signed, body }));
        await attempt("simple", () =>
          fetch(url, { method: "POST", body, headers: { "Content-Type": "text/plain" } }),
        );
        await attempt("blind", async () => {
          await fetch(`${url}/?X-Amz-Target=DynamoDB_20120810.DeleteTable`, {
            method: "POST",
            body,
            mode: "no-cors",
          });
          throw new Error("nothing can be read of it");
        });
        for (const path of [
          "/_stator/faults",
          "/_stator/replication",
          "/_stator/requests",
          "/_aws/dynamodb/expired",
          "/metrics",
          "/",
        ]) {
          await attempt(`get ${path}`, () => fetch(url + path));
          await attempt(`delete ${path}`, () => fetch(url + path, { method: "DELETE" }));
          await attempt(`put ${path}`, () => fetch(url + path, { method: "PUT", body: '{"Faults":[]}' }));
        }
        const other = window.open(url);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        try {
          if (other?.document) results.push("a window can be reached");
        } catch {
          // not reachable
        }
        return results;
      }, url);
      assert.deepEqual(found, []);
      const frame = page.frames().find((one) => one !== page.mainFrame());
      assert.ok(!frame || !(await frame.content()).includes("root"), "it is not framed");
      assert.equal((await allItems(url, "Origin")).length, 1);
    } finally {
      stranger.close();
    }
  },
};

export const cases = [items, links, origins];
