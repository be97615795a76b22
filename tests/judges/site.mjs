// The published websites to judge, and one browser for all who look at them.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** The npm packages, which live in the cache and not here. */
export const require = createRequire(join(process.env.JUDGES, "package.json"));
const { chromium } = require("playwright-core");

/** Output folders by name. */
export const sites = new Map(process.env.SITES.split(":").map((folder) => [basename(dirname(folder)), folder]));
/** The report that readers walk through: the sample. */
export const [sample] = sites.values();

const pagesOf = (site, folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) return pagesOf(site, path);
  return entry.name.endsWith(".html") ? [{ path, site, name: `${site}/${relative(sites.get(site), path)}`, url: address(path) }] : [];
});
/** The address of a file. */
export const address = (path) => pathToFileURL(path).href;
/** Every page of every site: where it is, its site, what to call it, its address. */
export const pages = [...sites].flatMap(([site, folder]) => pagesOf(site, folder));
/** Every page of one output folder's edition, by file name. */
export const edition = (site, tag) =>
  Object.fromEntries(pages.filter((page) => page.path.startsWith(join(site, tag) + "/")).map((page) => [basename(page.path), page]));

/** Fails with these lines, and without the test's own stack: what is wrong is in the product. */
export const expectNone = (found) => {
  if (!found.length) return;
  const error = new Error(found.join("\n"));
  error.stack = error.message;
  throw error;
};

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 780 } };

let browser;
export const start = async () => {
  browser = await chromium.launch({
    executablePath: process.env.BROWSER,
    // Without a language of UTF-8, Chromium saves no file under a Chinese name.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
};
export const stop = () => browser?.close();

/** What pages asked for besides their own files. */
export const sent = [];

/** A browser window: `size` is `desktop` or `phone`; `scheme` is `light` or `dark`. Its pages reach files only. */
export const open = async ({ size = "desktop", scheme = "light", ...options } = {}) => {
  const context = await browser.newContext({
    viewport: SIZES[size], colorScheme: scheme, reducedMotion: "reduce", serviceWorkers: "block", acceptDownloads: true, ...options,
  });
  context.setDefaultTimeout(10_000);
  await context.route("**/*", (route) => {
    const wanted = route.request().url();
    if (/^(file|data|blob):/.test(wanted)) return route.continue();
    sent.push(`${route.request().frame().url()} asks for ${wanted}`);
    return route.abort();
  });
  return context;
};

/** Runs `look` on every page, or on some, two at a time, in a window of its own kind. */
export const onEveryPage = async (options, look, some = pages) => {
  const context = await open(options);
  const waiting = [...some];
  const worker = async () => {
    const tab = await context.newPage();
    for (let page; (page = waiting.shift());) {
      await tab.goto(page.url);
      await look(tab, page);
    }
  };
  await Promise.all([worker(), worker()]);
  await context.close();
};
