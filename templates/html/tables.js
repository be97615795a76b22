// Tables of metrics: sorted by year within their groups, copied, or saved as CSV.
(() => {
  "use strict";
  const template = document.getElementById("_tools");
  const tables = template ? document.querySelectorAll(".kpi-table table") : [];
  const text = (element) => {
    const own = element.cloneNode(true);
    own.querySelectorAll(".codes").forEach((codes) => codes.remove());
    return own.textContent.replace(/\s+/g, " ").trim();
  };
  const NOTHING = /^[—–-]?$/;
  // A cell's exact figure; other texts as they are.
  const bare = (cell) => cell.dataset.value ?? (NOTHING.test(text(cell)) ? "" : text(cell));
  const rows = (body) => [...body.rows].filter((row) => !row.matches(".group, .of-above"));
  const remark = (row) => (row.nextElementSibling?.matches(".of-above") ? row.nextElementSibling : null);

  // The table as lists of texts: group, columns, remark; the first and the last only where there are any.
  const cells = (table) => {
    const head = [...table.tHead.rows[0].cells].map(text);
    const lines = [...table.tBodies].flatMap((body) => {
      const group = body.querySelector(".group");
      return rows(body).map((row) => {
        const note = remark(row);
        return [group ? text(group) : "", ...[...row.cells].map(bare), note ? text(note) : ""];
      });
    });
    const all = [[template.dataset.group, ...head, template.dataset.note], ...lines];
    const used = all[0].map((_, at) => (at > 0 && at <= head.length) || lines.some((line) => line[at]));
    return all.map((line) => line.filter((_, at) => used[at]));
  };

  const copy = async (written) => {
    try {
      await navigator.clipboard.writeText(written);
      return true;
    } catch {
      // Where the browser keeps its clipboard from scripts, the old way may still be open.
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = written;
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  const save = (name, written) => {
    // Excel takes a file for UTF-8 only if it begins with this mark.
    const address = URL.createObjectURL(new Blob(["\uFEFF", written], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name.replace(/[\\/:*?"<>|]/g, "-") + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  // A text that a spreadsheet would compute instead of show has an apostrophe in front.
  const harmless = (cell) => (/^['\p{Cc}\p{Cf}]*[=+\-@\t\r＝＋－＠]/u.test(cell) && isNaN(cell) ? `'${cell}` : cell);
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  const sortable = (table) => {
    const groups = [...table.tBodies].map((body) => ({ body, rows: rows(body).map((row) => [row, remark(row)]) }));
    // Only what is measured alike can be ranked: within one unit, and three rows at least.
    const alike = (group) => new Set(group.rows.map(([row]) => row.cells[0].dataset.unit ?? "")).size === 1;
    const worth = (group) => group.rows.length > 2 && alike(group);
    if (!groups.some(worth)) return;
    const heads = [...table.tHead.querySelectorAll("th.figures:not(.change)")];
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = template.dataset.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        // Largest first, smallest first, as printed.
        const next = { descending: "ascending", ascending: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? "descending" : next;
        for (const other of heads) other.removeAttribute("aria-sort");
        if (order) head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const figure = ([row]) => {
          const { value } = row.cells[head.cellIndex].dataset;
          return value === undefined ? null : Number(value);
        };
        const compare = (a, b) => {
          const [left, right] = [figure(a), figure(b)];
          // What is no figure goes last either way.
          return left === null || right === null ? (left === null) - (right === null) : sign * (left - right);
        };
        for (const { body, rows } of groups.filter(worth)) {
          body.append(...(order ? [...rows].sort(compare) : rows).flat().filter(Boolean));
        }
      });
    }
  };

  for (const table of tables) {
    if (!table.tHead) continue;
    const tools = template.content.firstElementChild.cloneNode(true);
    const status = tools.querySelector("[role=status]");
    tools.querySelector(".copy").addEventListener("click", async () => {
      status.textContent = "";
      const done = await copy(cells(table).map((line) => line.map(harmless).join("\t")).join("\n"));
      if (done) status.textContent = status.dataset.copied;
    });
    tools.querySelector(".save").addEventListener("click", () => {
      const name = table.caption ? text(table.caption) : document.title;
      save(name, cells(table).map((line) => line.map(harmless).map(quoted).join(",") + "\r\n").join(""));
    });
    table.parentElement.after(tools);
    sortable(table);
  }
})();
