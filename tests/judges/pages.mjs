// What holds for every page of every site, in a browser.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { expectNone, onEveryPage, pages, require } from "./site.mjs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Light and dark differ in nothing but colours.
const COLOURS = ["color-contrast", "link-in-text-block"];
// And so do the sample and the site of the same content in the other theme.
const THEME = "harbour";

/** What axe finds, or with `rules` what these find. */
const violations = (tab, rules) => tab.evaluate(async ([rules, standards]) => {
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: standards };
  const { violations } = await globalThis.axe.run({ runOnly, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${(node.any[0] ?? node.all[0] ?? node.none[0]).message}`));
}, [rules, STANDARDS]);

// Characters of each page's text, as a reader with scripts has it.
const lengths = new Map();
const length = () => document.querySelector("main").innerText.replace(/\s+/g, "").length;

for (const size of ["desktop", "phone"]) {
  test(`axe finds nothing, light and dark, and everything fits: ${size}`, async () => {
    const found = [];
    await onEveryPage({ size }, async (tab, page) => {
      const tell = (scheme, list) => found.push(...list.map((what) => `${page.name}, ${scheme}: ${what}`));
      tell("width", await tab.evaluate(() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const beyond = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
        return beyond.slice(0, 1).map((element) => `wider than the window: ${element.outerHTML.slice(0, 100)}`);
      }));
      tell("figures", await tab.evaluate(() => [...document.querySelectorAll("td.figures")].flatMap((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom)));
        return lines.size > 1 && /^[\d,.\s]+$/.test(cell.textContent) ? [`broken over two lines: ${cell.textContent}`] : [];
      })));
      await tab.evaluate(axe);
      tell("light", await violations(tab, page.site === THEME ? COLOURS : null));
      await tab.emulateMedia({ colorScheme: "dark" });
      tell("dark", await violations(tab, COLOURS));
      await tab.emulateMedia({ colorScheme: "light" });
      if (size === "desktop") {
        // What a script adds is controls, and notes once more beside their marks: no words that are not there without it.
        await tab.evaluate(() => document.querySelectorAll("main :is(.tools, .side-note)").forEach((element) => element.remove()));
        lengths.set(page, await tab.evaluate(length));
      }
    }, size === "desktop" ? pages : pages.filter((page) => page.site !== THEME));
    expectNone(found);
  });
}

test("without a script every page reads the same, and says its language, title and other editions", async () => {
  const found = [];
  const titles = new Map();
  await onEveryPage({ javaScriptEnabled: false }, async (tab, page) => {
    const tell = (what) => found.push(`${page.name}: ${what}`);
    const plain = await tab.evaluate(length);
    if (plain === 0 || plain < lengths.get(page)) tell(`${plain} of ${lengths.get(page)} characters`);
    // A form is sent and emptied by the browser itself.
    if (await tab.locator("button:not([type=submit], [type=reset]):visible, dialog:visible").count()) tell("a control that does nothing");
    if (!(await tab.locator("main nav a:visible, .menu a:visible, main.chooser a:visible").count())) tell("no contents");

    const says = await tab.evaluate(() => ({
      lang: document.documentElement.lang,
      title: document.title,
      description: document.querySelector("meta[name=description]")?.content,
      alternates: [...document.querySelectorAll("link[hreflang]")].map((link) => [link.hreflang, link.href]),
    }));
    const folder = page.name.split("/")[1];
    if (!says.description) tell("no description");
    const title = [page.site, says.lang, says.title].join();
    if (titles.has(title)) tell(`the title of ${titles.get(title)}: ${says.title}`);
    titles.set(title, page.name);
    const here = folder === "index.html" ? "x-default" : folder;
    if (folder !== "index.html" && says.lang !== folder) tell(`lang is ${says.lang}`);
    if (!says.alternates.some(([tag, href]) => tag === here && href === page.url)) tell("no hreflang of its own");
    for (const [, href] of says.alternates) {
      if (!existsSync(fileURLToPath(href))) tell(`no ${href}`);
    }
  });
  expectNone(found);
});
