// "streams", "time", "regions", "faults, capacity", "safety", "model".
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS, tabTo } from "../hands.mjs";
import { allItems, call, createTable, item, putAll, until } from "../server.mjs";
import { button, explorer, grid, itemPane } from "./editing.mjs";

const tab = (url, table, name) => `${url}/#/000000000000/us-east-1/table/${table}/${name}`;
const exists = (url, name) =>
  call(url, "DescribeTable", { TableName: name }).then(
    () => true,
    () => false,
  );

const stream = HANDS.map((hand) => ({
  name: `a stream is switched on, followed, filtered, paused, and a change compared, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Stream-${by.name}`;
    await createTable(url, table, ["pk"]);
    await page.goto(tab(url, table, "stream"));
    await by.press(button(page, "Switch it on, with new and old images"));
    await page.getByText("No changes yet").waitFor();
    await putAll(url, table, [{ pk: { S: "a" }, n: { N: "1" } }]);
    await putAll(url, table, [{ pk: { S: "a" }, n: { N: "2" } }]);
    await call(url, "DeleteItem", { TableName: table, Key: { pk: { S: "a" } } });
    const log = page.getByRole("grid", { name: "Changes" });
    await until(async () => (await log.getAttribute("aria-rowcount")) === "4");
    await by.choose(page.getByRole("button", { name: /Event$/ }), "MODIFY");
    await until(async () => (await log.getAttribute("aria-rowcount")) === "2");
    await by.open(log, 0);
    const pane = page.getByRole("region", { name: "Event" });
    await pane.locator(".old").filter({ hasText: "1" }).first().waitFor();
    await pane.locator(".new").filter({ hasText: "2" }).first().waitFor();
    await by.press(page.getByText(/^\d+ shards?$/));
    await page
      .getByText(/shardId-/)
      .first()
      .waitFor();
    assert.deepEqual(await barriers(page), []);
    await by.check(page.getByRole("switch", { name: "Live" }));
    await putAll(url, table, [{ pk: { S: "b" } }]);
    await putAll(url, table, [{ pk: { S: "b" }, x: { N: "1" } }]);
    await page.waitForTimeout(1200);
    assert.equal(await log.getAttribute("aria-rowcount"), "2", "paused");
    await by.check(page.getByRole("switch", { name: "Live" }));
    await until(async () => (await log.getAttribute("aria-rowcount")) === "3");
  },
}));

const lifetime = HANDS.map((hand) => ({
  name: `time to live: on, what expires, sweep; backup and restore, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Ttl-${by.name}`;
    await createTable(url, table, ["pk"]);
    const soon = String(Math.floor(Date.now() / 1000) + 3600);
    await putAll(url, table, [{ pk: { S: "soon" }, expires: { N: soon } }, { pk: { S: "never" } }]);
    await page.goto(tab(url, table, "time"));
    await by.fill(page.getByLabel("Attribute with the time"), "expires");
    await by.press(button(page, "Switch on"));
    await by.press(button(page, "What expires within a day"));
    await page.getByRole("dialog").getByRole("cell", { name: "soon" }).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press("Escape");
    await by.press(button(page, "Sweep now"));
    await page.getByText(/items had expired/).waitFor();

    await by.fill(page.getByLabel("Name of a new backup"), "before");
    await by.press(button(page, "Back up"));
    await page.getByRole("cell", { name: "before" }).waitFor();
    await by.press(button(page, "Restore …"));
    await by.fill(page.getByRole("dialog").getByLabel("Name of the new table"), `${table}-back`);
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }));
    await until(() => exists(url, `${table}-back`));
    await until(async () => (await allItems(url, `${table}-back`)).length === 2);
  },
}));

const recovery = HANDS.map((hand) => ({
  name: `the table at another moment is compared, browsed and restored, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Past-${by.name}`;
    await createTable(url, table, ["pk"]);
    await call(url, "UpdateContinuousBackups", {
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await putAll(url, table, [{ pk: { S: "a" }, n: { N: "1" } }]);
    await page.waitForTimeout(2100); // moments are whole seconds
    await putAll(url, table, [{ pk: { S: "a" }, n: { N: "2" } }]);
    await page.waitForTimeout(1100);
    await page.goto(tab(url, table, "time"));
    const slider = page.getByRole("slider", { name: "Moment" });
    await tabTo(page, slider);
    const moment = async () => Number(await slider.inputValue());
    await page.keyboard.press("ArrowLeft"); // from now on it stays where it is
    const chosen = await moment();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await moment(), chosen - 1);
    await by.press(page.getByRole("button", { name: /Compare/ }));
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press("Escape");
    await by.press(page.getByRole("button", { name: /Browse/ }));
    await page.getByRole("heading", { name: new RegExp(`${table}-at-`) }).waitFor();
  },
}));

const regions = HANDS.map((hand) => ({
  alone: true, // what is cut is cut for the whole server
  name: `a replica is added, cut off and healed, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Regions-${by.name}`;
    const region = by.name === "mouse" ? "eu-west-1" : "eu-west-2";
    await createTable(url, table, ["pk"], {
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
    await page.goto(tab(url, table, "regions"));
    await by.fill(page.getByLabel("Region", { exact: true }).first(), region);
    await by.press(button(page, "Add a replica"));
    await page.getByRole("link", { name: region }).first().waitFor();
    await by.fill(page.getByLabel("Region", { exact: true }).nth(1), region);
    await by.press(button(page, "Cut off"));
    await until(async () => (await (await fetch(`${url}/_stator/replication`)).json()).Faults[region]?.Cut);
    await page.getByText("cut off").first().waitFor();
    await putAll(url, table, [{ pk: { S: "here" } }]);
    assert.equal((await call(url, "Scan", { TableName: table }, { region })).Count, 0);
    assert.deepEqual(await barriers(page), []);
    await by.press(button(page, "Heal").first());
    await until(async () => (await call(url, "Scan", { TableName: table }, { region })).Count === 1);
  },
}));

const faults = HANDS.map((hand) => ({
  alone: true, // faults are of the whole server
  name: `calls fail on request, and keys are counted, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Faults-${by.name}`;
    await createTable(url, table, ["pk"]);
    await page.goto(tab(url, table, "traffic"));
    await by.choose(page.getByRole("button", { name: /Error$/ }), "ProvisionedThroughputExceededException");
    await by.fill(page.getByLabel("Operation", { exact: true }), "GetItem");
    await by.press(button(page, "Add this fault"));
    await page.getByText(/struck 0 times/).waitFor();
    await assert.rejects(item(url, table, { pk: { S: "a" } }), /ProvisionedThroughput/);
    await page.getByText(/struck 1 times/).waitFor();
    await by.press(button(page, "End all"));
    await until(async () => (await item(url, table, { pk: { S: "a" } })) === undefined);
    await by.check(page.getByRole("switch", { name: /on|off/i }).first());
    await until(
      async () =>
        (await call(url, "DescribeContributorInsights", { TableName: table })).ContributorInsightsStatus ===
        "ENABLED",
    );
    await putAll(url, table, [{ pk: { S: "hot" } }]);
    await page.getByRole("cell", { name: /hot/ }).first().waitFor();
    assert.deepEqual(await barriers(page), []);
  },
}));

const safety = HANDS.map((hand) => ({
  name: `read only, a banner, languages and density, a key for signing in, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const table = `Safe-${by.name}`;
    await createTable(url, table, ["pk"]);
    await putAll(url, table, [{ pk: { S: "a" } }]);
    await page.goto(`${url}/#/000000000000/us-east-1/settings`);
    await by.check(page.getByRole("switch", { name: "Read only" }));
    await by.choose(page.getByRole("button", { name: /Banner$/ }), "red");
    await by.fill(page.getByLabel("Words on the banner"), "Production");
    await page.locator(".banner.red").getByText("Production").waitFor();
    await by.choose(page.getByRole("button", { name: /Density$/ }), "comfortable");
    assert.deepEqual(await barriers(page), []);
    await page.goto(explorer(url, table));
    await by.run("Scan");
    await by.open(grid(page), 0);
    await itemPane(page)
      .getByText(/of 400 KB/)
      .waitFor();
    for (const name of ["Stage", "Delete", "New item"]) assert.equal(await button(page, name).count(), 0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Delete");
    assert.equal(await page.getByText("1 deleted").count(), 0);
    await by.menu(page.getByRole("button", { name: "Preferences" }), "Allow changes");
    await button(page, "New item").waitFor();

    await by.menu(page.getByRole("button", { name: "Preferences" }), /Sign in/);
    await by.fill(page.getByRole("textbox", { name: "Access key" }), "123456789012");
    await by.fill(page.getByLabel("Secret key"), "secret");
    await by.press(page.getByRole("dialog").getByRole("button", { name: "Sign in", exact: true }));
    await page.getByText(/signed as 123456789012/).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.doesNotMatch(kept, /secret/, "a secret is in memory only");

    await page.goto(`${url}/#/000000000000/us-east-1/settings`);
    await by.choose(page.getByRole("button", { name: /Language$/ }), "Español");
    await page.getByRole("heading", { name: "Preferencias" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
  },
}));

export const cases = [...stream, ...lifetime, ...recovery, ...regions, ...faults, ...safety];
