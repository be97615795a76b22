// A reader's steps through the sample: searching, switching the edition, tables, dark mode, the keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { edition, expectNone, open, sample, sent } from "./site.mjs";

const EDITIONS = { "zh-Hant-HK": edition(sample, "zh-Hant-HK"), "zh-Hans-CN": edition(sample, "zh-Hans-CN") };
const OTHER = { "zh-Hant-HK": "zh-Hans-CN", "zh-Hans-CN": "zh-Hant-HK" };
const hant = EDITIONS["zh-Hant-HK"];

/** A test in a window of its own, closed however it ends. */
const walk = (name, options, steps) => test(name, async () => {
  const context = await open(options);
  try {
    await steps(await context.newPage(), context);
  } finally {
    await context.close();
  }
});

/** The first page of an edition that has something. */
const pageWith = async (tab, selector, tag = "zh-Hant-HK") => {
  for (const page of Object.values(EDITIONS[tag])) {
    await tab.goto(page.url);
    if (await tab.locator(selector).count()) return page;
  }
  throw new Error(`no page of the sample has ${selector}`);
};
const hash = (tab) => decodeURIComponent(new URL(tab.url()).hash.slice(1));
const barHeight = (tab) => tab.locator("header.top").evaluate((bar) => bar.getBoundingClientRect().bottom);

for (const [tag, typed, shown] of [
  ["zh-Hant-HK", "温室气体", "溫室氣體"], ["zh-Hant-HK", "溫室氣體", "溫室氣體"],
  ["zh-Hans-CN", "溫室氣體", "温室气体"], ["zh-Hans-CN", "温室气体", "温室气体"],
]) {
  walk(`${tag}: a search for ${typed} finds ${shown}`, {}, async (tab) => {
    await tab.goto(EDITIONS[tag]["index.html"].url);
    await tab.keyboard.press("/");
    await tab.keyboard.type(typed);
    const results = tab.locator("dialog.search ol a");
    await results.first().waitFor();
    assert.ok(await results.count() > 3, "several places");
    const marks = await tab.locator("dialog.search mark").allTextContents();
    assert.deepEqual([...new Set(marks)], [shown], "what is found is marked, in the edition's script");
    const wanted = await results.first().evaluate((link) => link.href);
    await tab.keyboard.press("Enter");
    await tab.waitForURL(wanted);
    assert.ok(await tab.locator("main").textContent().then((text) => text.includes(shown)));
  });
}

walk("a search without a result says so, and Escape closes it", { size: "phone" }, async (tab) => {
  await tab.goto(hant["index.html"].url);
  await tab.locator("button.find").click();
  await tab.keyboard.type("qqqq");
  await tab.locator("dialog.search [role=status]").filter({ hasText: /./ }).waitFor();
  assert.equal(await tab.locator("dialog.search ol a").count(), 0);
  await tab.keyboard.press("Escape");
  assert.ok(!(await tab.locator("dialog.search").isVisible()));
});

for (const [how, act] of [
  ["a click", (link) => link.click()],
  ["the keyboard", async (link, tab) => { await link.focus(); await tab.keyboard.press("Enter"); }],
]) {
  for (const tag of Object.keys(EDITIONS)) {
    walk(`${tag}: switching the edition by ${how} keeps the place`, {}, async (tab) => {
      await pageWith(tab, "main .prose h2:nth-of-type(3)", tag);
      const wanted = tab.locator("main .prose h2[id]").nth(1);
      const id = await wanted.getAttribute("id");
      await wanted.evaluate((heading) => heading.scrollIntoView());
      const before = await tab.evaluate(() => scrollY);
      const link = tab.locator("a[data-same-place]").first();
      await link.evaluate((link) => link.focus());
      assert.equal(await tab.evaluate(() => scrollY), before, "the focus does not scroll the page");
      await act(link, tab);
      await tab.waitForURL((url) => url.href.includes(`/${OTHER[tag]}/`));
      assert.equal(hash(tab), id);
      const top = await tab.locator(`[id="${id}"]`).evaluate((heading) => heading.getBoundingClientRect().top);
      assert.ok(top >= await barHeight(tab) && top < 200, `the heading is at ${top}`);
    });
  }
}

walk("the contents mark the section being read, and links lead below the bar", {}, async (tab) => {
  await pageWith(tab, ".menu .sections li:nth-child(3)");
  const link = tab.locator(".menu .sections a").nth(2);
  await link.click();
  await tab.locator(".menu .sections a[aria-current=location]").waitFor();
  assert.equal(await tab.locator(".menu [aria-current=location]").textContent(), await link.textContent());
  const top = await tab.locator(`[id="${hash(tab)}"]`).evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= await barHeight(tab), `the heading is at ${top}`);
});

walk("every chart has its data as a table beside it", {}, async (tab) => {
  let charts = 0;
  for (const page of Object.values(hant)) {
    await tab.goto(page.url);
    for (const figure of await tab.locator("main figure:has(:is(svg[role=img], .bar))").all()) {
      charts += 1;
      const summary = figure.locator("summary");
      if (await summary.count()) await summary.first().click();
      const cells = figure.locator("table td");
      assert.ok(await cells.count() > 0, `${page.name}: ${await figure.locator("figcaption").first().textContent()}`);
      assert.ok(await cells.first().isVisible(), `${page.name}: the table opens`);
    }
  }
  assert.ok(charts > 2, `${charts} charts`);
});

walk("a table of metrics is sorted, copied and saved", {}, async (tab, context) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // Only figures of one unit, three at least, can be ranked: a table that mixes units offers nothing.
  await pageWith(tab, ".kpi-table thead button");
  const table = tab.locator(".kpi-table").filter({ has: tab.locator("thead button") }).first();
  const button = table.locator("thead button").last();
  const column = await button.evaluate((button) => button.closest("th").cellIndex);
  const figures = () => table.locator("tbody").evaluateAll((bodies, column) => {
    const ranked = bodies.map((body) => [...body.rows].filter((row) => row.cells[column]?.dataset.value !== undefined))
      .find((rows) => rows.length > 2 && new Set(rows.map((row) => row.cells[0].dataset.unit)).size === 1);
    return ranked.map((row) => Number(row.cells[column].dataset.value));
  }, column);
  const printed = await figures();
  await button.click();
  assert.deepEqual(await figures(), [...printed].sort((a, b) => b - a));
  await button.press("Enter");
  assert.deepEqual(await figures(), [...printed].sort((a, b) => a - b));
  await button.press("Enter");
  assert.deepEqual(await figures(), printed, "as printed again");

  const row = await table.locator("tbody tr:has(td.figures) th").first().textContent();
  await table.locator(".copy").click();
  await table.locator(".tools [role=status]").filter({ hasText: /./ }).waitFor();
  const copied = await tab.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.split("\n").some((line) => line.split("\t").includes(row.trim())), copied);
  const [download] = await Promise.all([tab.waitForEvent("download"), table.locator(".save").click()]);
  assert.match(download.suggestedFilename(), /\.csv$/);
  const saved = readFileSync(await download.path(), "utf8");
  assert.ok(saved.startsWith("\uFEFF") && saved.includes(row.trim()), saved);
  assert.equal(saved.trim().split("\r\n").length, copied.trim().split("\n").length);
});

walk("dark mode is switched on, kept, and switched off; print is light", {}, async (tab) => {
  const lightness = () => tab.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[1];
  });
  await tab.goto(hant["index.html"].url);
  assert.ok(await lightness() > 200);
  await tab.locator("button.scheme").click();
  assert.ok(await lightness() < 60, "dark");
  await tab.goto(Object.values(hant)[0].url);
  assert.ok(await lightness() < 60, "dark on the next page");
  await tab.emulateMedia({ media: "print" });
  assert.ok(await lightness() > 200, "paper is light");
  await tab.emulateMedia({ media: "screen" });
  await tab.locator("button.scheme").press("Enter");
  assert.ok(await lightness() > 200, "light again");
});

for (const size of ["desktop", "phone"]) {
  walk(`the keyboard reaches everything, in sight: ${size}`, { size }, async (tab) => {
    await pageWith(tab, "main .prose a");
    await tab.keyboard.press("Tab");
    assert.ok(await tab.locator("a.skip").evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0), "the skip link comes first");
    const look = () => tab.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
      const box = element.getBoundingClientRect();
      const free = element.closest("header, .skip") || box.bottom > document.querySelector("header.top").getBoundingClientRect().bottom;
      return shown && free ? "" : `${element.outerHTML.slice(0, 100)}: ${shown ? "below the bar" : "no focus ring"}`;
    });
    const STOPS = 60;
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let stop = 0; stop < STOPS; stop += 1) {
        await tab.keyboard.press(key);
        if (await tab.evaluate(() => document.activeElement === document.body)) break;
        assert.equal(await look(), "");
      }
    }
    await tab.reload();
    await tab.locator("a.skip").press("Enter");
    await tab.keyboard.press("Tab");
    assert.ok(await tab.evaluate(() => document.activeElement.closest("main") !== null), "the skip link leads to the text");
  });
}

// The last test: every page has been opened, and every control used.
test("no page asks the network for anything", async () => {
  expectNone(sent);
});
