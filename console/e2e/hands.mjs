// The same steps by mouse, and by keyboard alone. What the keyboard cannot reach by Tab and arrows is not there for it.
import assert from "node:assert/strict";

const TABS_MAX = 400;

/** Somebody with a mouse. Texts are typed in either case. */
export function mouse(page) {
  return {
    name: "mouse",
    page,
    press: (target) => target.click(),
    fill: async (target, text) => {
      await target.click();
      await target.fill(text);
    },
    /** One of a list that a button opens. */
    choose: async (button, option) => {
      await button.click();
      await page.getByRole("option", { name: option, exact: true }).click();
    },
    select: (target, value) => target.selectOption(value),
    menu: async (button, entry) => {
      await button.click();
      await page.getByRole("menuitem", { name: entry }).click();
    },
    check: (target) => target.click({ force: true }),
    cell: async (grid, row, column) => cellAt(grid, row, column).click(),
    open: async (grid, row) => cellAt(grid, row, 0).dblclick(),
    selectRow: (grid, row) =>
      grid
        .locator(`[aria-rowindex="${row + 2}"]`)
        .getByRole("checkbox")
        .click({ force: true }),
    goTo: async (url) => {
      await page.goto(url);
    },
    run: (name) => page.getByRole("button", { name, exact: true }).click(),
  };
}

/** Somebody without one. */
export function keys(page) {
  const press = async (target) => {
    await tabTo(page, target);
    await page.keyboard.press("Enter");
  };
  return {
    name: "keyboard",
    page,
    press,
    fill: async (target, text) => {
      await tabTo(page, target);
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      await page.keyboard.insertText(text);
    },
    choose: async (button, option) => {
      await press(button);
      await arrowTo(page, page.getByRole("option", { name: option, exact: true }));
      await page.keyboard.press("Enter");
    },
    select: async (target, value) => {
      await tabTo(page, target);
      const values = await target.locator("option").allTextContents();
      const from = values.indexOf(await target.inputValue());
      const to = values.indexOf(value);
      for (let i = from; i !== to; i += Math.sign(to - from)) {
        await page.keyboard.press(to > from ? "ArrowDown" : "ArrowUp");
      }
    },
    menu: async (button, entry) => {
      await press(button);
      await arrowTo(page, page.getByRole("menuitem", { name: entry }));
      await page.keyboard.press("Enter");
    },
    check: async (target) => {
      await tabTo(page, target);
      await page.keyboard.press("Space");
    },
    cell: (grid, row, column) => gridTo(page, grid, row, column),
    open: async (grid, row) => {
      await gridTo(page, grid, row, 0);
      await page.keyboard.press("Enter");
    },
    selectRow: async (grid, row) => {
      await gridTo(page, grid, row, 0);
      await page.keyboard.press("Space");
    },
    goTo: async (url) => {
      await page.goto(url);
    },
    /** From anywhere: to the filter, and run it. */
    run: async () => {
      await page.locator("[data-filter] input").first().waitFor();
      await page.locator(".overlay").waitFor({ state: "detached" });
      if (!(await page.evaluate(() => document.activeElement?.closest("[data-filter]")))) {
        await page.keyboard.press("/");
      }
      await page.keyboard.press("Control+Enter");
    },
  };
}

function cellAt(grid, row, column) {
  return grid.locator(`[aria-rowindex="${row + 2}"] [role=gridcell]:not(.select)`).nth(column);
}

/** Presses Tab until something has the focus. */
export async function tabTo(page, target) {
  await target.waitFor({ state: "attached" });
  for (let i = 0; i < TABS_MAX; i++) {
    if (await hasFocus(target)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${target}`);
}

async function arrowTo(page, target) {
  await target.waitFor();
  await page.waitForFunction(() => document.activeElement?.closest("[role=listbox], [role=menu]"));
  await page.keyboard.press("Home");
  for (let i = 0; i < TABS_MAX; i++) {
    if (await hasFocus(target)) {
      return;
    }
    await page.keyboard.press("ArrowDown");
  }
  assert.fail(`no arrow reaches ${target}`);
}

async function gridTo(page, grid, row, column) {
  await tabTo(page, grid);
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < row; i++) {
    await page.keyboard.press("ArrowDown");
  }
  for (let i = 0; i < column; i++) {
    await page.keyboard.press("ArrowRight");
  }
}

function hasFocus(target) {
  return target.evaluate((element) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) {
      active = active.shadowRoot.activeElement;
    }
    return active === element;
  });
}

export const HANDS = [mouse, keys];
