// Everything in one process: one browser, one report.
import { after, before } from "node:test";
import { start, stop } from "./site.mjs";

before(start);
after(stop);
await import("./validators.mjs");
await import("./pages.mjs");
await import("./reader.mjs");
