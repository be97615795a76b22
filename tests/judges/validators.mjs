// Programs that read the files: the HTML checker and the link checker.
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { expectNone, pages, require, sites } from "./site.mjs";

/** Output of a program that tells its findings by a failure too. */
const run = (program, ...rest) => new Promise((done, fail) => {
  execFile(program, rest, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    if (error && typeof error.code !== "number") fail(error);
    else done({ code: error?.code ?? 0, stdout, stderr });
  });
});

/** The names of pages in place of their paths. */
const named = (text) => [...sites].reduce((text, [site, folder]) => text.replaceAll(`file:${folder}`, site).replaceAll(folder, site), text);

test("every page is valid HTML", async () => {
  const jar = join(dirname(require.resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");
  const { code, stderr } = await run("java", "-jar", jar, "--format", "gnu", "--no-langdetect", "--Werror", ...pages.map((page) => page.path));
  const lines = named(stderr).split("\n").filter(Boolean);
  expectNone(code === 0 ? [] : lines);
});

test("every link leads somewhere", async () => {
  const { code, stdout, stderr } = await run(
    process.env.LYCHEE, "--offline", "--include-fragments", "--no-progress", "--format", "json", "--", ...pages.map((page) => page.path),
  );
  if (code !== 0 && !stdout) throw new Error(stderr);
  const failed = Object.entries(JSON.parse(stdout).error_map);
  expectNone(failed.flatMap(([page, links]) => links.map((link) => named(`${page}: ${link.url}: ${link.status.text}`))));
});
