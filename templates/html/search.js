// The box of the search in this edition, by words of either Chinese script. What finds and what is looked through are
// scripts of their own, loaded when a reader first searches: nothing leaves the site, and it works from a disk.
(() => {
  "use strict";
  const template = document.getElementById("_search");
  if (!template || !window.HTMLDialogElement) return;
  const sources = template.dataset.scripts.split(" ");
  const [button, dialog] = template.content.children;
  template.replaceWith(button, dialog);
  const [input, close, status, list] = ["input", "form button", "[role=status]", "ol"].map((part) => dialog.querySelector(part));

  const load = (src) => new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  });
  let loaded = null;
  const search = async () => {
    try {
      await (loaded ??= Promise.all(sources.map(load)));
    } catch {
      loaded = null;
      status.textContent = status.dataset.failed;
      return;
    }
    const { items, count, asked } = globalThis.huibaoFind(input.value);
    list.replaceChildren(...items);
    list.scrollTop = 0;
    status.textContent = !asked ? "" : count ? status.dataset.found.replace("#", count) : status.dataset.none;
  };

  const open = () => {
    dialog.showModal();
    input.select();
    search();
  };
  button.addEventListener("click", open);
  close.addEventListener("click", () => dialog.close());
  input.addEventListener("input", (event) => { if (!event.isComposing) search(); });
  input.addEventListener("compositionend", search);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  // A click beside the box, or on a result on the same page, closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const stops = [input, ...list.querySelectorAll("a")];
    stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || dialog.open) return;
    event.preventDefault();
    open();
  });
})();
