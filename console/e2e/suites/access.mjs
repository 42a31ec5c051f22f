// "access": users, roles, policies, who may do what; a policy from requests.
import assert from "node:assert/strict";
import { barriers } from "../axe.mjs";
import { HANDS } from "../hands.mjs";
import { createTable, until } from "../server.mjs";
import { button, explorer } from "./editing.mjs";

const simulator = HANDS.map((hand) => ({
  name: `what a user may do is simulated, with the statement that decides, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const name = `eve-${by.name}`;
    await iam(url, "CreateUser", { UserName: name });
    await iam(url, "PutUserPolicy", {
      UserName: name,
      PolicyName: "own",
      PolicyDocument: JSON.stringify(
        {
          Version: "2012-10-17",
          Statement: [
            { Sid: "Reads", Effect: "Allow", Action: "dynamodb:Get*", Resource: "*" },
            { Sid: "Never", Effect: "Deny", Action: "dynamodb:DeleteTable", Resource: "*" },
          ],
        },
        undefined,
        1,
      ),
    });
    await createTable(url, `Simulated-${by.name}`, ["pk"]);
    await page.goto(`${url}/#/000000000000/us-east-1/access`);
    await by.press(button(page, name));
    await by.press(page.getByRole("link", { name: /What may it do/ }));
    const actions = page.getByLabel("Actions, separated by commas");
    await until(async () => (await page.getByRole("button", { name: /Who$/ }).textContent()).includes(name));
    await by.fill(actions, "dynamodb:GetItem, dynamodb:DeleteTable, dynamodb:PutItem");
    await by.choose(page.getByRole("button", { name: /Add a table$/ }), `Simulated-${by.name}`);
    await by.press(button(page, "Simulate"));
    const row = (action) => page.getByRole("row").filter({ hasText: action });
    await row("dynamodb:GetItem").getByText("allowed", { exact: true }).waitFor();
    assert.match(
      await row("dynamodb:GetItem").locator("pre").textContent(),
      /"Sid": "Reads"[\s\S]+"\*"\n\}$/,
    );
    assert.match(await row("dynamodb:GetItem").textContent(), new RegExp(`user_${name}_own`));
    await row("dynamodb:DeleteTable").getByText("denied by a statement").waitFor();
    assert.match(await row("dynamodb:DeleteTable").locator("pre").textContent(), /^\{\n {2}"Sid": "Never"/);
    await row("dynamodb:PutItem").getByText("No statement speaks of it").waitFor();
    assert.deepEqual(await barriers(page), []);
    assert.match(page.url(), /simulator\?who=.*actions=/);
    await by.choose(page.getByRole("button", { name: /Who$/ }), "whoever has this policy");
    await by.press(button(page, "Simulate"));
    await row("dynamodb:PutItem").getByText("PolicyInputList.1").waitFor();
  },
}));

/** An action of IAM, without whose answer. */
async function iam(url, action, parameters) {
  const scope = "any/20261129/us-east-1/iam/aws4_request";
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Amz-Date": "20261129T000000Z",
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    },
    body: new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters }),
  });
  assert.equal(response.status, 200, await response.text());
}

const entities = HANDS.map((hand) => ({
  name: `a user, a policy, what applies to the user, an access key, by ${hand({}).name}`,
  run: async ({ page, url }) => {
    const by = hand(page);
    const [user, policy] = [`ana-${by.name}`, `Readers-${by.name}`];
    await page.goto(`${url}/#/000000000000/us-east-1/access`);
    const dialog = page.getByRole("dialog");
    for (const [kind, name] of [
      ["User", user],
      ["Policy", policy],
    ]) {
      await by.menu(page.getByRole("button", { name: /^Create/ }), kind);
      await by.fill(dialog.getByLabel("Name", { exact: true }), name);
      await by.press(dialog.getByRole("button", { name: "Create", exact: true }));
      await button(page, name).waitFor();
    }
    await by.press(button(page, user));
    const pane = page.getByRole("region", { name: "Who" });
    await by.choose(pane.getByRole("button", { name: /Policy to attach/ }), policy);
    await by.press(pane.getByRole("button", { name: "Attach", exact: true }));
    await pane.getByRole("cell", { name: /dynamodb:GetItem, dynamodb:Query/ }).waitFor();
    await by.fill(pane.getByLabel("Name of a new policy"), "own");
    await by.press(pane.getByRole("button", { name: "Add", exact: true }));
    await pane.getByText(`${user} / own`).waitFor();
    await by.press(pane.getByRole("button", { name: "Create an access key" }));
    await pane.getByText(/shown once/).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.getByRole("row", { name: new RegExp(`Policy ${policy} 1 times attached`) }).waitFor();

    const table = `Access-${by.name}`;
    await createTable(url, table, ["pk"]);
    await page.goto(explorer(url, table, "?pk=a"));
    await by.run("Query");
    await page.getByText("Nothing found so far").waitFor();
    await page.goto(`${url}/#/000000000000/us-east-1/requests`);
    await by.choose(page.getByRole("button", { name: /Whose calls$/ }), "of this page");
    await by.press(button(page, "A policy for these"));
    await until(async () => {
      const document = await dialog.locator(".cm-content").textContent();
      return document.includes("dynamodb:Query") && document.includes(`table/${table}`);
    });
    assert.deepEqual(await barriers(page), []);
    await by.fill(dialog.getByLabel("Name of a new policy"), `Made-${by.name}`);
    await by.press(dialog.getByRole("button", { name: "Create the policy" }));
    await button(page, `Made-${by.name}`).waitFor();
  },
}));

export const cases = [...entities, ...simulator];
