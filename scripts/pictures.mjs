// Prints what a reader sees of the website, on a desktop and on a phone: pictures.mjs OUTPUT FOLDER
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(join(process.env.JUDGES, "package.json"))("playwright-core");
const [output, folder] = process.argv.slice(2);
const height = 860;
// Taller than what is shown: what lies over the edge is not kept for a next page.
const paper = 1000;
const browser = await chromium.launch({ executablePath: process.env.BROWSER, args: ["--no-sandbox", "--disable-gpu"] });
for (const [name, edition, width] of [["desktop", "zh-Hant-HK", 1280], ["phone", "zh-Hans-CN", 390]]) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.emulateMedia({ media: "screen" });
  await page.goto(pathToFileURL(resolve(output, edition, "30-climate.html")).href);
  const size = { width: `${width}px`, height: `${paper}px` };
  await page.pdf({ path: join(folder, `${name}.pdf`), ...size, printBackground: true, pageRanges: "1" });
}
await browser.close();
