// Comfort only: everything on the site works without this file.
(() => {
  "use strict";
  // Headings and blocks with an anchor; ids that begin with "_" are the site's own and not the same in all editions.
  const anchors = [...document.querySelectorAll("main [id]")].filter((element) => !element.id.startsWith("_"));
  // How far below the upper edge a heading counts as reached: the bar and a line of text.
  const REACH = 120;

  const place = () => {
    let last = null;
    for (const element of anchors) {
      if (element.getBoundingClientRect().top > REACH) break;
      last = element;
    }
    return last && window.scrollY > REACH ? "#" + encodeURIComponent(last.id) : "";
  };

  // The other edition opens at the place being read.
  for (const link of document.querySelectorAll("a[data-same-place]")) {
    const page = link.getAttribute("href");
    const aim = () => link.setAttribute("href", page + place());
    for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, aim);
  }

  // Dark or light: as the system is until the reader says otherwise, and then on every page.
  const scheme = document.getElementById("_scheme");
  if (scheme && window.CSS?.supports("color", "light-dark(red, red)")) {
    const button = scheme.content.firstElementChild;
    scheme.replaceWith(button);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const dark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark";
    const tell = () => button.setAttribute("aria-pressed", dark());
    button.addEventListener("click", () => {
      const wanted = dark() ? "light" : "dark";
      root.dataset.scheme = wanted;
      // Where nothing is kept, this page has it all the same.
      try { localStorage.setItem("scheme", wanted); } catch {}
      tell();
    });
    system.addEventListener("change", tell);
    tell();
  }

  // The section being read is marked in the contents.
  const sections = [...document.querySelectorAll(".menu .sections a")];
  const targets = sections.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  // On a small screen the bar of the contents says where the reader is.
  const here = document.querySelector(".menu .here");
  let waiting = false;
  const mark = () => {
    waiting = false;
    let current = -1;
    targets.forEach((target, at) => {
      if (target && target.getBoundingClientRect().top <= REACH) current = at;
    });
    sections.forEach((link, at) => {
      if (at === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
    if (here) here.textContent = sections[current]?.textContent.trim() ?? "";
  };
  if (sections.length) {
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    mark();
  }

  // Far from the top: more than a screen and a half.
  const far = () => document.documentElement.toggleAttribute("data-far", scrollY > innerHeight * 1.5);
  addEventListener("scroll", far, { passive: true });
  far();

  // Tables that fit their place keep their heads in sight; those that are scrolled across keep the names of their rows.
  const tables = [...document.querySelectorAll(".table[role]")];
  const fit = () => {
    const scrolls = tables.map((table) => table.firstElementChild.offsetWidth > table.clientWidth + 1);
    tables.forEach((table, at) => {
      table.toggleAttribute("data-fits", !scrolls[at]);
      table.toggleAttribute("data-scrolls", scrolls[at]);
    });
  };
  if (tables.length) new ResizeObserver(fit).observe(document.body);

  // Large figures count up to what they are as they come into sight. Whatever stops it, the figure is there.
  if (window.IntersectionObserver && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const running = new Map();
    const end = (element) => {
      element.textContent = running.get(element);
      element.removeAttribute("style");
      running.delete(element);
    };
    const count = (element) => {
      const text = element.textContent;
      const whole = Number(text.replaceAll(",", ""));
      const places = text.split(".")[1]?.length ?? 0;
      const print = new Intl.NumberFormat("en", { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: text.includes(",") });
      element.style.cssText = `display: inline-block; min-width: ${element.offsetWidth}px`;
      running.set(element, text);
      let start = null;
      const step = (now) => {
        if (!running.has(element)) return;
        const part = Math.min((now - (start ??= now)) / 1100, 1);
        element.textContent = print.format(whole * (1 - (1 - part) ** 4));
        if (part < 1) requestAnimationFrame(step);
        else end(element);
      };
      requestAnimationFrame(step);
    };
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        count(target);
      }
    });
    for (const figure of document.querySelectorAll(":is(.year-figures, .tiles, .band) .figure b")) {
      if (/^[\d,]*\d(\.\d+)?$/.test(figure.textContent) && !/^0/.test(figure.textContent)) seen.observe(figure);
    }
    addEventListener("beforeprint", () => [...running.keys()].forEach(end));
  }

  // On a small screen the contents close once a section is chosen.
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a")) menu.open = false;
    });
  }

  // Where text has a column at its left, notes stand there beside their marks as well; the list at the end stays for all others.
  const prose = document.querySelector(".prose");
  const beside = () => {
    prose.querySelectorAll(".side-note").forEach((note) => note.remove());
    const { left, top } = prose.getBoundingClientRect();
    const start = left + parseFloat(getComputedStyle(prose).paddingLeft);
    const text = prose.querySelector(":scope > p")?.getBoundingClientRect().left ?? start;
    if (text - start < 1) return;
    // Headings and wide blocks keep their room.
    const taken = [...prose.querySelectorAll(":scope > :not(p, ul, ol, .side-note)")]
      .map((block) => block.getBoundingClientRect())
      .filter((box) => box.left < text - 1 && box.height);
    let free = 0;
    for (const mark of prose.querySelectorAll(":scope > :is(p, ul, ol) .mark a")) {
      const item = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
      if (!item) continue;
      const note = prose.appendChild(document.createElement("div"));
      note.className = "side-note";
      note.setAttribute("aria-hidden", "true");
      const words = item.cloneNode(true);
      words.querySelectorAll(".back").forEach((link) => link.remove());
      const number = document.createElement("b");
      number.textContent = mark.textContent;
      note.append(number, words.textContent.trim());
      note.style.width = `${text - start}px`;
      const height = note.offsetHeight + 12;
      let place = Math.max(mark.getBoundingClientRect().top - top - 6, free);
      for (const box of taken) {
        if (box.top - top < place + height && box.bottom - top > place) place = box.bottom - top;
      }
      // Far from its mark it would be another's.
      if (place - (mark.getBoundingClientRect().top - top) > innerHeight / 2) note.remove();
      else {
        note.style.top = `${place}px`;
        free = place + height;
      }
    }
  };
  if (prose?.querySelector(".mark a")) {
    beside();
    let later = 0;
    addEventListener("resize", () => {
      clearTimeout(later);
      later = setTimeout(beside, 200);
    });
    addEventListener("load", beside);
  }
})();
