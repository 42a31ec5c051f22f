// Pictures of the page for the documentation: node e2e/screenshots.mjs DIRECTORY
import { launch, open } from "./browser.mjs";
import { call, createTable, putAll, start } from "./server.mjs";

const target = process.argv[2] ?? "../docs/images";
const SIZE = { width: 1440, height: 860 };
const CITIES = ["Lisboa", "Madrid", "Nairobi", "Oslo", "Quito", "Sevilla"];

function shop() {
  const items = [];
  for (let user = 1; user <= 24; user++) {
    const pk = { S: `USER#${String(user).padStart(4, "0")}` };
    items.push({
      pk,
      sk: { S: "PROFILE" },
      name: { S: ["Ana", "Bruno", "Carla", "Diego", "Elena", "Farid"][user % 6] },
      city: { S: CITIES[user % 6] },
      tags: { SS: ["newsletter", user % 2 ? "gold" : "silver"] },
    });
    for (let order = 1; order <= 3; order++) {
      items.push({
        pk,
        sk: { S: `ORDER#2026-11-${String(order * 9).padStart(2, "0")}` },
        state: { S: ["new", "paid", "sent"][(user + order) % 3] },
        total: { N: String(((user * 37 + order * 119) % 400) + 0.95) },
        lines: {
          L: [
            { M: { sku: { S: "A-17" }, count: { N: "2" } } },
            { M: { sku: { S: "B-4" }, count: { N: "1" } } },
          ],
        },
        paid: { BOOL: (user + order) % 3 > 0 },
      });
    }
  }
  return items;
}

async function prepare(url) {
  const index = {
    IndexName: "by-city",
    KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
    Projection: { ProjectionType: "ALL" },
  };
  await createTable(url, "Shop", ["pk", "sk"], {
    AttributeDefinitions: ["pk", "sk", "city"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    GlobalSecondaryIndexes: [index],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  await call(url, "UpdateContinuousBackups", {
    TableName: "Shop",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  await call(url, "UpdateTimeToLive", {
    TableName: "Shop",
    TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
  });
  await putAll(url, "Shop", shop());
  for (const name of ["Carts", "Events", "Sessions"]) await createTable(url, name, ["id"]);
  await putAll(
    url,
    "Events",
    Array.from({ length: 40 }, (_, i) => ({ id: { S: `event-${i}` } })),
  );
}

const at = (url, place) => `${url}/#/000000000000/us-east-1/${place}`;
const grid = (page) => page.getByRole("grid");

const PICTURES = {
  "console-explorer.png": {
    theme: "light",
    take: async (page, url) => {
      await page.goto(at(url, "table/Shop/items?pk=USER%230007&run=1"));
      await grid(page).waitFor();
      await page.getByRole("gridcell", { name: /PROFILE/ }).dblclick();
      await page.getByText(/of 400 KB/).waitFor();
    },
  },
  "console-staged-dark.png": {
    theme: "dark",
    take: async (page, url) => {
      await page.goto(at(url, "table/Shop/items?pk=USER%230003&run=1"));
      await page.getByRole("gridcell", { name: /ORDER#2026-11-18/ }).dblclick();
      await page.getByLabel("Value of state").fill("returned");
      await page.getByLabel("Value of total").fill("0");
      await page.getByRole("button", { name: "Stage", exact: true }).click();
      await page.getByRole("gridcell", { name: /ORDER#2026-11-09/ }).click();
      await page.keyboard.press("Delete");
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByRole("dialog").getByText("returned").waitFor();
    },
  },
  "console-stream-spanish.png": {
    theme: "dark",
    language: "es",
    take: async (page, url) => {
      await call(url, "UpdateItem", {
        TableName: "Shop",
        Key: { pk: { S: "USER#0007" }, sk: { S: "PROFILE" } },
        UpdateExpression: "SET city = :c REMOVE tags",
        ExpressionAttributeValues: { ":c": { S: "Cádiz" } },
      });
      await page.goto(at(url, "table/Shop/stream"));
      await grid(page).waitFor();
      await page
        .getByRole("row", { name: /MODIFY/ })
        .getByRole("gridcell")
        .first()
        .dblclick();
      await page.locator(".diff").waitFor();
    },
  },
  "console-model.png": {
    theme: "light",
    take: async (page, url) => {
      await page.goto(at(url, "model"));
      await page.getByRole("checkbox", { name: "Shop" }).waitFor();
      const card = page.locator(".card").filter({ hasText: "Entities and facets" });
      await card.getByRole("button", { name: /Table$/ }).click();
      await page.getByRole("option", { name: "Shop" }).click();
      await card.getByRole("button", { name: /Read/ }).click();
      await card.getByText("interface Order").waitFor();
    },
  },
};

const server = await start();
const browser = await launch();
try {
  await prepare(server.url);
  for (const [name, { theme, language, take }] of Object.entries(PICTURES)) {
    const { page } = await open(browser, { theme, language, size: SIZE });
    await take(page, server.url);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${target}/${name}` });
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
