// What the search finds. It comes with the index (search-index.js) when a reader first searches.
(() => {
  "use strict";
  // Results shown, and characters of a text shown before a hit and in all.
  const SHOWN = 50, BEFORE = 24, LENGTH = 96;

  let index = null;
  const prepare = () => {
    const data = globalThis.huibaoSearch;
    const fold = [...data.fold];
    const pairs = new Map();
    for (let at = 0; at < fold.length; at += 2) pairs.set(fold[at], fold[at + 1]);
    index = { ...data, pairs };
    index.sections = data.sections.map(([page, anchor, title, text, also]) =>
      ({ page, anchor, title, text, also, folded: [title, text, also].map(folded) }));
  };

  // A character as it is compared: one script, one width, lower case; blanks and quotation marks do not count.
  const foldCharacter = (character) => {
    let out = "";
    for (const part of character.normalize("NFKC").toLowerCase()) {
      if (part === "\n" || !(/\s/.test(part) || index.skip.includes(part))) out += index.pairs.get(part) ?? part;
    }
    return out;
  };
  const folded = (text) => Array.from(text, foldCharacter).join("");

  // Where the terms stand in a text: ranges of the text itself.
  const hits = (text, terms) => {
    const places = [];
    let all = "", at = 0;
    for (const character of text) {
      for (const _ of foldCharacter(character).split("")) places.push(at);
      all += foldCharacter(character);
      at += character.length;
    }
    places.push(text.length);
    const ranges = [];
    for (const term of terms) {
      for (let from = all.indexOf(term); from >= 0; from = all.indexOf(term, from + term.length)) {
        const last = places[from + term.length - 1];
        ranges.push([places[from], last + String.fromCodePoint(text.codePointAt(last)).length]);
      }
    }
    return ranges.sort((a, b) => a[0] - b[0]);
  };

  const marked = (element, text, ranges, start, end) => {
    const plain = (from, to) => element.append(text.slice(from, to).replaceAll("\n", " · "));
    let at = start;
    for (const [from, to] of ranges) {
      if (from < at || to > end) continue;
      plain(at, from);
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      element.append(mark);
      at = to;
    }
    plain(at, end);
  };

  const OTHER = 4;
  // What a section is worth for a query: 0 best, none if it does not have every term.
  const rank = ([title, text, also], whole, terms) => {
    const every = (place) => terms.every((term) => place.includes(term));
    if (title.includes(whole)) return 0;
    if (every(title)) return 1;
    if (text.includes(whole)) return 2;
    if (every(title + "\n" + text)) return 3;
    return every(title + "\n" + text + "\n" + also) ? OTHER : null;
  };

  const result = (section, whole, terms, place) => {
    const [href, page] = index.pages[section.page];
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = section.anchor ? href + "#" + section.anchor : href;
    if (page !== section.title) link.appendChild(document.createElement("span")).textContent = page;
    marked(link.appendChild(document.createElement("b")), section.title, hits(section.title, terms), 0, section.title.length);
    // The other edition's words are shown where only they have the hit.
    const other = place === OTHER;
    const text = other ? section.also : section.text;
    const together = hits(text, [whole]);
    const ranges = together.length ? together : hits(text, terms);
    if (text) {
      const first = ranges.length ? ranges[0][0] : 0;
      const line = text.lastIndexOf("\n", first - 1) + 1;
      const start = first - line <= BEFORE * 2 ? line : first - BEFORE;
      let end = Math.min(text.length, start + LENGTH);
      while (text[end - 1] === "\n") end -= 1;
      const snippet = link.appendChild(document.createElement("span"));
      snippet.className = "snippet";
      if (other) snippet.lang = index.other;
      if (start > line) snippet.append("…");
      marked(snippet, text, ranges, start, end);
      if (end < text.length) snippet.append("…");
    }
    return item;
  };

  // The items of the list for what a reader typed, best first, how many there are in all, and whether anything was asked.
  globalThis.huibaoFind = (query) => {
    if (!index) prepare();
    const terms = query.split(/\s+/).map(folded).filter(Boolean);
    const whole = terms.join("");
    const found = [];
    for (const section of whole ? index.sections : []) {
      const place = rank(section.folded, whole, terms);
      if (place !== null) found.push([place, section]);
    }
    found.sort((a, b) => a[0] - b[0]);
    const items = found.slice(0, SHOWN).map(([place, section]) => result(section, whole, terms, place));
    return { items, count: found.length, asked: whole !== "" };
  };
})();
