// Charts that answer: what a mark comes to on hover and focus, a matrix lit with its rows, figures as a table.
(() => {
  "use strict";
  const marks = [...document.querySelectorAll("[data-tip]")];
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  if (marks.length) document.body.append(tip);

  const row = (mark) => mark.dataset.row && document.querySelector(`[data-of="${mark.dataset.row}"]`);
  const sign = (line) => document.querySelector(`[data-row="${line.dataset.of}"]`);
  const show = (mark) => {
    const box = mark.getBoundingClientRect();
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const half = tip.offsetWidth / 2 + 8;
    const middle = Math.min(Math.max(box.left + box.width / 2, half), document.documentElement.clientWidth - half);
    tip.style.left = `${middle + scrollX}px`;
    tip.style.top = `${box.top + scrollY}px`;
    row(mark)?.classList.add("lit");
  };
  const hide = (mark) => {
    tip.hidden = true;
    row(mark)?.classList.remove("lit");
  };

  // A picture for those who cannot see it becomes a group of marks that can be reached one by one, with the arrow keys
  // within it and with one stop of the tab key.
  const groups = new Map();
  for (const mark of marks) {
    const whole = mark.closest(".chart, .ribbon, .spark, .track, .plot > svg");
    mark.addEventListener("pointerenter", () => show(mark));
    mark.addEventListener("pointerleave", () => hide(mark));
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", () => hide(mark));
    if (whole) groups.set(whole, [...(groups.get(whole) ?? []), mark]);
  }
  for (const [whole, all] of groups) {
    // The table beside these says the same: their marks are for the pointer.
    if (!whole.matches(".chart, .plot > svg")) continue;
    whole.setAttribute("role", "group");
    all.forEach((mark, at) => {
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", mark.dataset.tip);
      mark.setAttribute("tabindex", at === 0 ? "0" : "-1");
      mark.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = all[(at + step + all.length) % all.length];
        mark.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  }

  // The other way round: a row lights its sign.
  for (const line of document.querySelectorAll("[data-of]")) {
    line.addEventListener("pointerenter", () => sign(line)?.classList.add("lit"));
    line.addEventListener("pointerleave", () => sign(line)?.classList.remove("lit"));
  }

  // The figures below a chart are folded away until they are asked for; on paper they stand.
  const template = document.getElementById("_chart");
  for (const chart of document.querySelectorAll(".chart")) {
    const table = chart.parentElement.querySelector(":scope > .table");
    if (!table || !template) continue;
    const tools = template.content.firstElementChild.cloneNode(true);
    const button = tools.querySelector("button");
    const fold = (folded) => {
      table.toggleAttribute("data-folded", folded);
      button.setAttribute("aria-pressed", String(!folded));
    };
    button.addEventListener("click", () => fold(!table.hasAttribute("data-folded")));
    chart.before(tools);
    // A link to one of its rows must find it.
    fold(!table.querySelector(":target"));
  }
})();
