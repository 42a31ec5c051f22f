// "bulk" from and to files, "model": entities, access patterns that run, documents of other tools, sample data.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { allItems, call, createTable, putAll, until } from "../server.mjs";
import { button, explorer, grid } from "./editing.mjs";

const view = (url, name) => `${url}/#/000000000000/us-east-1/${name}`;
const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

const importing = HANDS.map((hand) => ({
  name: `files are read, mapped, checked and only then written, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Import-${by.name}`;
    await createTable(url, table, ["pk"]);
    await page.goto(view(url, `transfers/${table}`));
    const card = page.locator(".card").filter({ hasText: "Import a file into" });
    const input = card.locator("input[type=file]");
    await input.setInputFiles(file("people.csv", 'pk,age,note\na,41,"x, ""y"""\nb,17,\n,5,no key\n'));
    await page.getByText(/2 items can be written, 1 cannot/).waitFor();
    assert.equal((await allItems(url, table)).length, 0, "nothing is written before it is asked for");
    await by.fill(card.getByLabel("Attribute for age"), "years");
    assert.deepEqual(await barriers(page), []);
    await by.press(card.getByRole("button", { name: "Write 2 items" }));
    const items = await until(async () => {
      const all = await allItems(url, table);
      return all.length === 2 && all;
    });
    assert.deepEqual(
      items.find((one) => one.pk.S === "a"),
      { pk: { S: "a" }, years: { N: "41" }, note: { S: 'x, "y"' } },
    );
    const lines = '{"Item":{"pk":{"S":"e1"},"s":{"NS":["1","2"]}}}\n{"Item":{"pk":{"S":"e2"}}}\n';
    for (const [name, content, count, total] of [
      ["plain.json", '[{"pk": "j1", "big": 12345678901234567890123456789012345678}]', 1, 3],
      ["scan.json", '{"Items": [{"pk": {"S": "s1"}, "b": {"B": "AAEC"}}], "Count": 1}', 1, 4],
      ["export.jsonl", lines, 2, 6],
      ["export.json.gz", gzipSync(lines.replaceAll('"e', '"g')), 2, 8],
    ]) {
      await input.setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
      await card.getByRole("button", { name: `Write ${count} items` }).waitFor();
      await by.press(card.getByRole("button", { name: `Write ${count} items` }));
      await until(async () => (await allItems(url, table)).length === total);
    }
    const big = (await allItems(url, table)).find((one) => one.pk.S === "j1");
    assert.equal(big.big.N, "12345678901234567890123456789012345678");
    const sample = page.locator(".card").filter({ hasText: "Sample items into" });
    await by.fill(sample.getByLabel("How many"), "200");
    await by.press(sample.getByRole("button", { name: "Write", exact: true }));
    await until(async () => (await allItems(url, table)).length >= 200);
  },
}));

const exporting = {
  name: "loaded items, and all that match, are exported as files",
  run: async ({ page, url }) => {
    await createTable(url, "Exported", ["pk"]);
    await putAll(url, "Exported", [{ pk: { S: "a" }, s: { NS: ["1"] } }, { pk: { S: "b" } }]);
    await page.goto(explorer(url, "Exported"));
    await button(page, "Scan").click();
    await grid(page).waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Export/ }).click();
    await page.getByRole("menuitem", { name: "CSV" }).click();
    assert.equal((await download).suggestedFilename(), "Exported.csv");
    const all = page.waitForEvent("download");
    await button(page, "All that match …").click();
    await page.getByRole("dialog").getByRole("button", { name: /What$/ }).click();
    await page.getByRole("option", { name: /Export/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Begin" }).click();
    assert.equal((await all).suggestedFilename(), "Exported.jsonl");
  },
};

const server = HANDS.map((hand) => ({
  name: `a table is exported to a bucket and imported from there as a new one, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Whole-${by.name}`;
    const bucket = `exports-${by.name}`;
    await createTable(url, table, ["pk"]);
    await call(url, "UpdateContinuousBackups", {
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    const items = Array.from({ length: 7 }, (_, i) => ({ pk: { S: String(i) }, n: { N: "1" } }));
    await putAll(url, table, items);
    await page.goto(view(url, "buckets"));
    await by.fill(page.getByLabel("Name of a new bucket"), bucket);
    await by.press(button(page, "Create bucket"));
    await page.getByRole("heading", { name: bucket, level: 1 }).waitFor();
    await page.goto(view(url, `transfers/${table}`));
    await by.fill(page.getByLabel("Bucket", { exact: true }), bucket);
    await by.press(button(page, "Export"));
    const job = (kind, name) => page.getByRole("row", { name: new RegExp(`^${kind} ${name}`) });
    await job("Export", table).getByText("COMPLETED").waitFor();
    await job("Export", table).getByText("7 items").waitFor();
    assert.deepEqual(await barriers(page), []);
    const made = `${table}-made`;
    await by.fill(page.getByLabel("From bucket"), bucket);
    await by.fill(page.getByLabel("Name of the new table"), made);
    await by.fill(page.getByLabel("Partition key"), "pk");
    const data = (await listed(url, bucket)).find((key) => key.includes("/data/"));
    await by.fill(page.getByLabel("Names begin with"), data.replace(/[^/]*$/, ""));
    await by.press(button(page, "Import"));
    await job("Import", made).getByText("COMPLETED").waitFor();
    await job("Import", made)
      .getByText(/7 of 7 items/)
      .waitFor();
    assert.equal((await allItems(url, made)).length, 7);
  },
}));

/** The keys in a bucket. */
async function listed(url, bucket) {
  const scope = "any/20261129/us-east-1/s3/aws4_request";
  const response = await fetch(`${url}/${bucket}?list-type=2`, {
    headers: {
      "X-Amz-Date": "20261129T000000Z",
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    },
  });
  return [...(await response.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
}

const modelling = HANDS.map((hand) => ({
  name: `entities, an access pattern that runs, documents, tables from a document, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Model-${by.name}`;
    await createTable(url, table);
    await putAll(url, table, [
      { pk: { S: "USER#1" }, sk: { S: "PROFILE" }, name: { S: "Ana" } },
      { pk: { S: "USER#1" }, sk: { S: "ORDER#1" }, total: { N: "5" } },
      { pk: { S: "USER#1" }, sk: { S: "ORDER#2" }, total: { N: "6" } },
    ]);
    await page.goto(explorer(url, table, "?pk=USER%231"));
    await by.menu(page.getByRole("button", { name: /^Saved/ }), /Save this one/);
    await by.fill(page.getByRole("dialog").getByLabel("Name"), "All of a user");
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }));

    await page.goto(view(url, "model"));
    const row = page.getByRole("row", { name: new RegExp(`All of a user ${table}`) });
    await row.getByText("Query").waitFor();
    const entities = page.locator(".card").filter({ hasText: "Entities and facets" });
    await by.choose(entities.getByRole("button", { name: /Table$/ }), table);
    await by.press(entities.getByRole("button", { name: "Read 1,000 items" }));
    await entities.getByRole("row", { name: /Order USER# · ORDER#/ }).waitFor();
    await entities.getByText("interface Order").waitFor();
    await by.choose(entities.getByRole("button", { name: /As code$/ }), "Facets of NoSQL Workbench");
    await entities.getByText("FacetName").first().waitFor();
    assert.deepEqual(await barriers(page), []);

    const documents = page.locator(".card").filter({ hasText: "These tables as a document" });
    for (const [kind, expected] of [
      ["Terraform", /resource "aws_dynamodb_table"/],
      ["NoSQL Workbench", /"DataModel"/],
      ["CloudFormation", /AWS::DynamoDB::Table/],
    ]) {
      await by.choose(documents.getByRole("button", { name: /Document$/ }), kind);
      await until(async () => expected.test(await documents.locator("pre").textContent()), kind);
    }
    const made = `Made-${by.name}`;
    await page.locator("input[type=file]").setInputFiles(
      file(
        "model.json",
        JSON.stringify({
          ModelName: "m",
          DataModel: [
            {
              TableName: made,
              KeyAttributes: { PartitionKey: { AttributeName: "id", AttributeType: "S" } },
              TableData: [{ id: { S: "1" } }],
            },
          ],
        }),
      ),
    );
    await by.press(button(page, "Create these tables"));
    await until(async () => (await call(url, "ListTables", {})).TableNames.includes(made));
    await until(async () => (await allItems(url, made)).length === 1);

    const described = `Terraform-${by.name}`;
    await page.locator("input[type=file]").setInputFiles(
      file(
        "tables.tf",
        `locals { name = "${described}" }
         resource "aws_dynamodb_table" "x" {
           name         = local.name
           billing_mode = "PAY_PER_REQUEST"
           hash_key     = "id"
           attribute {
             name = "id"
             type = "S"
           }
           ttl {
             attribute_name = "expires"
             enabled        = true
           }
           tags = merge(local.tags, {})
         }`,
      ),
    );
    await page.getByText(/tags = merge/).waitFor();
    assert.deepEqual(await barriers(page), []);
    await by.press(button(page, "Create these tables"));
    await until(
      async () =>
        (await call(url, "DescribeTimeToLive", { TableName: described })).TimeToLiveDescription
          .AttributeName === "expires",
    );

    await by.press(row.getByRole("link", { name: "All of a user" }));
    await until(async () => (await grid(page).getAttribute("aria-rowcount")) === "4");
  },
}));

export const cases = [...importing, exporting, ...server, ...modelling];
