// "tables": list with status, count, size, capacity, badges; create, edit, delete, duplicate; index dialogs.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { call, createTable, putAll, until } from "../server.mjs";

const describe = async (url, name) => (await call(url, "DescribeTable", { TableName: name })).Table;
const exists = (url, name) =>
  describe(url, name).then(
    () => true,
    () => false,
  );

const list = {
  name: "the list shows status, live count, size, capacity and what a table has",
  run: async ({ page, url }) => {
    await createTable(url, "Listed", ["pk", "sk"], {
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
      DeletionProtectionEnabled: true,
    });
    await call(url, "UpdateTimeToLive", {
      TableName: "Listed",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" },
    });
    await call(url, "UpdateContinuousBackups", {
      TableName: "Listed",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await page.goto(url);
    const row = page.getByRole("row", { name: /Listed/ });
    for (const text of ["ACTIVE", "pk · sk", "7 read, 3 write", "stream", "TTL", "PITR", "protected"]) {
      await row.getByText(text).waitFor();
    }
    await putAll(
      url,
      "Listed",
      Array.from({ length: 12 }, (_, i) => ({ pk: { S: "a" }, sk: { S: String(i) } })),
    );
    await row.getByRole("cell", { name: "12", exact: true }).waitFor(); // without a reload
    assert.deepEqual(await barriers(page), []);
  },
};

const namespaces = {
  name: "all accounts and regions that hold data are one click away",
  run: async ({ page, url }) => {
    const elsewhere = { account: "123456789012", region: "eu-west-1" };
    await call(
      url,
      "CreateTable",
      {
        TableName: "Elsewhere",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      },
      elsewhere,
    );
    await page.goto(url);
    await page.getByRole("button", { name: /Region and account/ }).click();
    await page.getByRole("option", { name: /eu-west-1 · 123456789012/ }).click();
    await page.getByRole("cell", { name: "Elsewhere", exact: true }).waitFor();
    assert.match(page.url(), /#\/123456789012\/eu-west-1\/tables/);
  },
};

const lifecycle = HANDS.map((hand) => ({
  name: `create with a stream, an index and a tag, change, duplicate, delete, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `Life-${by.name}`;
    const button = (label) => page.getByRole("button", { name: label, exact: true });
    await page.goto(url);
    await by.press(button("Create table"));
    await page.getByRole("heading", { name: "Create table", level: 1 }).waitFor();
    await by.fill(page.getByLabel("Table name"), name);
    await by.fill(page.getByLabel("Partition key", { exact: true }), "pk");
    await by.fill(page.getByLabel("Sort key", { exact: true }), "sk");
    await by.press(button("Add an index"));
    await by.fill(page.getByLabel("Index name"), "by-a-and-b");
    await by.fill(page.locator(".card").getByLabel("Partition key", { exact: true }), "a");
    await by.choose(page.getByRole("button", { name: /Stream/ }), "new and old images");
    await by.fill(page.getByLabel("Time to live attribute"), "ttl");
    await by.press(button("Add a tag"));
    await by.fill(page.getByLabel("Tag", { exact: true }), "team");
    await by.fill(page.getByLabel("Value", { exact: true }), "blue");
    assert.deepEqual(await barriers(page), []);
    await by.press(button("Create table"));
    await page.getByRole("heading", { name }).waitFor();
    const made = await describe(url, name);
    assert.equal(made.GlobalSecondaryIndexes[0].IndexName, "by-a-and-b");
    assert.equal(made.StreamSpecification.StreamViewType, "NEW_AND_OLD_IMAGES");

    await by.press(page.getByRole("link", { name: "Settings", exact: true }));
    await by.check(page.getByRole("switch", { name: /Deletion protection/ }));
    await until(async () => (await describe(url, name)).DeletionProtectionEnabled);
    await by.check(page.getByRole("switch", { name: /Deletion protection/ }));
    await until(async () => !(await describe(url, name)).DeletionProtectionEnabled);

    await by.press(page.getByRole("link", { name: "Indexes", exact: true }));
    await by.press(button("Add an index"));
    await by.fill(page.getByLabel("Index name"), "later");
    await by.fill(page.getByRole("dialog").getByLabel("Partition key", { exact: true }), "c");
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }));
    await until(async () => (await describe(url, name)).GlobalSecondaryIndexes.length === 2);

    await page.goto(`${url}/#/000000000000/us-east-1/tables`);
    await by.menu(button(`Actions on ${name}`), /Create one like it/);
    await by.press(button("Create table"));
    await page.getByRole("heading", { name: `${name}-copy`, exact: true }).waitFor(); // the page went there
    assert.ok(await exists(url, `${name}-copy`));
    await page.goto(`${url}/#/000000000000/us-east-1/tables`);
    await by.menu(button(`Actions on ${name}-copy`), /Delete/);
    const dialog = page.getByRole("dialog");
    assert.ok(await dialog.getByRole("button", { name: "Delete table" }).isDisabled());
    await by.fill(dialog.getByRole("textbox"), `${name}-copy`);
    await by.press(dialog.getByRole("button", { name: "Delete table" }));
    await until(async () => !(await exists(url, `${name}-copy`)));
  },
}));

const settings = HANDS.map((hand) => ({
  name: `a table with every setting of the API, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `All-${by.name}`;
    const field = (label) => page.getByLabel(label, { exact: true });
    await page.goto(`${url}/#/000000000000/us-east-1/create`);
    await by.fill(field("Table name"), name);
    await by.fill(field("Partition key"), "pk");
    await by.fill(field("At most read units"), "10");
    await by.fill(field("Warm read units").first(), "15000");
    await by.fill(field("Warm write units").first(), "5000");
    await by.press(page.getByRole("button", { name: "Add an index" }));
    await by.choose(page.locator(".card").getByRole("button", { name: /Kind$/ }), "vector");
    await by.fill(field("Index name"), "near");
    await by.fill(field("Attribute with the vector"), "v");
    await by.fill(field("Attribute that a search names"), "city");
    await by.fill(field("Attributes to filter by, with types"), "price:N");
    await by.choose(page.getByRole("button", { name: /Stream$/ }), "new and old images");
    await by.check(page.getByRole("switch", { name: "Point in time recovery" }));
    await by.fill(field("Days that can be recovered"), "7");
    await by.check(page.getByRole("checkbox", { name: /infrequent/ }));
    await by.fill(field("Regions with a replica, separated by commas"), "eu-west-3");
    await by.choose(page.getByRole("button", { name: /Encryption/ }), "AWS KMS");
    await by.press(page.getByText("Resource policy", { exact: true }).first());
    await page.locator(".cm-content").focus();
    await page.keyboard.insertText(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::000000000000:root" },
            Action: "dynamodb:GetItem",
            Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
          },
        ],
      }),
    );
    await page.keyboard.press("Escape");
    assert.deepEqual(await barriers(page), []);
    await by.press(page.getByRole("button", { name: "Create table", exact: true }));
    await page.getByRole("heading", { name, exact: true }).waitFor();
    const made = await until(async () => {
      const table = await describe(url, name);
      return table.Replicas?.length > 0 && table;
    });
    assert.equal(made.OnDemandThroughput.MaxReadRequestUnits, 10);
    assert.equal(made.WarmThroughput.ReadUnitsPerSecond, 15000);
    assert.equal(made.TableClassSummary.TableClass, "STANDARD_INFREQUENT_ACCESS");
    assert.equal(made.SSEDescription.SSEType, "KMS");
    assert.deepEqual(made.VectorIndexes[0].SearchSchema, [
      { AttributeName: "city", SearchSchemaElementType: "HASH" },
      { AttributeName: "price", SearchSchemaElementType: "INLINE_FILTER" },
    ]);
    assert.match((await call(url, "GetResourcePolicy", { ResourceArn: made.TableArn })).Policy, /GetItem/);
    const { ContinuousBackupsDescription: backups } = await call(url, "DescribeContinuousBackups", {
      TableName: name,
    });
    assert.equal(backups.PointInTimeRecoveryDescription.RecoveryPeriodInDays, 7);
  },
}));

const changes = HANDS.map((hand) => ({
  name: `capacity, auto scaling and the key of a table are changed, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `Scaled-${by.name}`;
    await createTable(url, name, ["pk"], {
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
    });
    await page.goto(`${url}/#/000000000000/us-east-1/table/${name}/settings`);
    const card = (title) =>
      page.locator(".card").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
    await by.check(card("Auto scaling").getByRole("switch", { name: "Reading" }));
    await card("Auto scaling").getByLabel("Reading: most").waitFor();
    await by.fill(card("Auto scaling").getByLabel("Reading: most"), "50");
    await by.press(card("Auto scaling").getByRole("button", { name: "Change" }));
    const targets = async () =>
      (await scaling(url, "DescribeScalableTargets", { ResourceIds: [`table/${name}`] })).ScalableTargets;
    await until(async () => (await targets())[0]?.MaxCapacity === 50);
    await by.fill(card("Capacity").getByLabel("Read units", { exact: true }), "9");
    await by.press(card("Capacity").getByRole("button", { name: "Change" }));
    await until(async () => (await describe(url, name)).ProvisionedThroughput.ReadCapacityUnits === 9);
    await by.choose(card("Encryption").getByRole("button", { name: /Encryption/ }), "AWS KMS");
    await by.press(card("Encryption").getByRole("button", { name: "Change the key" }));
    await until(async () => (await describe(url, name)).SSEDescription?.SSEType === "KMS");
    assert.deepEqual(await barriers(page), []);
    await by.check(card("Auto scaling").getByRole("switch", { name: "Reading" }));
    await until(async () => (await targets()).length === 0);
    await by.choose(card("Capacity").getByRole("button", { name: /Mode$/ }), "on demand");
    await by.fill(card("Capacity").getByLabel("At most read units"), "10");
    await by.press(card("Capacity").getByRole("button", { name: "Change" }));
    await until(async () => (await describe(url, name)).OnDemandThroughput?.MaxReadRequestUnits === 10);
  },
}));

async function scaling(url, operation, input) {
  const scope = "any/20261129/us-east-1/application-autoscaling/aws4_request";
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AnyScaleFrontendService.${operation}`,
      "X-Amz-Date": "20261129T000000Z",
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    },
    body: JSON.stringify({ ServiceNamespace: "dynamodb", ...input }),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

const sparse = {
  name: "why an index holds fewer items than the table",
  run: async ({ page, url }) => {
    await createTable(url, "Sparse", ["pk"], {
      AttributeDefinitions: ["pk", "email"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-email",
          KeySchema: [{ AttributeName: "email", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    await putAll(url, "Sparse", [{ pk: { S: "1" }, email: { S: "a@b" } }, { pk: { S: "2" } }]);
    await page.goto(`${url}/#/000000000000/us-east-1/table/Sparse/indexes`);
    await page.getByRole("button", { name: "Why not all?" }).click();
    await page.getByText("1 have no attribute email").waitFor();
    assert.deepEqual(await barriers(page), []);
  },
};

export const cases = [list, namespaces, ...lifecycle, ...settings, ...changes, sparse];
