/**
 * What a reader can do on the pages of mkdocs-diffinsight beyond reading them.
 *
 * Every page is complete without this script: each control is made here, and whatever fails leaves the plain page.
 * The words are in the page, as JSON from the catalog of its language.
 */
(() => {
  "use strict";

  const MINUTE = 60_000;
  const SESSION = 30 * MINUTE; // without a look at a page, after which the next look is another visit
  const KEPT = 1000; // slugs of reports that the index no longer lists
  const TYPING = 150; // milliseconds of rest before words count as typed
  const TOAST = 4000; // milliseconds for which a message is shown
  const LINE_ID = /^(item-\w+)-([LR])(\d+)$/;

  /** @type {{root: HTMLElement, toast: HTMLElement, bar: HTMLElement, clearFilters: () => void} | null} */
  let page = null;

  /** @type {{language: string, texts: Record<string, string | Record<string, string>>}} */
  let words = { language: "en", texts: {} };

  /** A text of the catalog; `n` chooses the form of a plural. */
  function say(key, values = {}) {
    const entry = words.texts[key] ?? key;
    const form = typeof entry === "string" ? entry : entry[new Intl.PluralRules(words.language).select(values.n)];
    return (form ?? entry.other).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function makeButton(name, text, act) {
    const button = make("button", { type: "button", class: name }, text);
    button.addEventListener("click", act);
    return button;
  }

  // Messages and the clipboard

  let toastTimer;

  function tell(text) {
    const toast = page?.toast;
    if (!toast) return;
    toast.textContent = text;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.replaceChildren(), TOAST);
  }

  async function copyLinkTo(id) {
    const url = `${location.href.split(/[?#]/)[0]}#${id}`;
    try {
      await navigator.clipboard.writeText(url); // not there without https
    } catch {
      if (!copyBySelection(url)) return tell(say("not_copied", { url }));
    }
    tell(say("copied"));
  }

  function copyBySelection(text) {
    const focused = document.activeElement;
    const field = make("textarea", { class: "di-unseen" }, text);
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }

  function addCopyButtons(root) {
    for (const heading of root.querySelectorAll("h2[id], h3[id]")) {
      const permalink = heading.querySelector(":scope > .headerlink");
      const name = [...heading.childNodes].map(node => (node === permalink ? "" : node.textContent)).join("").trim();
      const button = makeButton("di-copy", "", () => copyLinkTo(heading.id));
      button.setAttribute("aria-label", say("copy_to", { name }));
      button.title = say("copy");
      heading.insertBefore(button, permalink);
    }
  }

  // The table

  function makeSortable(table) {
    const collator = new Intl.Collator(words.language, { numeric: true });
    const [body] = table.tBodies;
    for (const header of table.querySelectorAll("th[data-sort]")) {
      const textOf = row => row.cells[header.cellIndex]?.textContent.trim() ?? "";
      const compare = (a, b) => collator.compare(textOf(a), textOf(b));
      const button = makeButton("di-sort", "", () => {
        const order = header.getAttribute("aria-sort");
        const descending = order ? order === "ascending" : header.dataset.sort === "number"; // the largest first
        for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", descending ? "descending" : "ascending");
        body.append(...[...body.rows].sort((a, b) => (descending ? compare(b, a) : compare(a, b))));
      });
      button.append(...header.childNodes);
      header.append(button);
    }
  }

  const fold = text => text.normalize("NFKC").toLocaleLowerCase(words.language);

  const sectionOf = item => document.getElementById(item)?.closest(".di-item");

  /** A file as the filters see it: its text, and for each choice the values that it goes by. */
  function readRow(row) {
    const { item, type, status, noise, watch = "", category = "" } = row.dataset;
    const section = sectionOf(item);
    const path = section?.querySelector("h3")?.textContent;
    const explanation = section?.querySelector(".di-explanation")?.textContent;
    return {
      row,
      section,
      words: fold([path, row.textContent, explanation].join(" ")),
      type: [type],
      status: [status],
      noise: [noise ? "only" : "hide"],
      watch: watch ? watch.split(", ") : [],
      category: [category],
    };
  }

  /** Whether a file has the value of a choice, or all of the words. */
  const isShown = (file, name, wanted) =>
    (name === "words" ? fold(wanted).split(/\s+/) : [wanted]).every(part => file[name].includes(part));

  /** The fields of the filters by their names, as far as there is something to choose. */
  function makeFilters(files) {
    const labelIn = (row, part) => row.querySelector(part)?.textContent.trim();
    const labelOf = {
      category: category => category,
      type: (type, row) => labelIn(row, ".di-badge") ?? type,
      status: (status, row) => labelIn(row, ".di-status") ?? status,
      noise: noise => say(noise),
      watch: term => term,
    };
    const filters = new Map();
    for (const [name, label] of Object.entries(labelOf)) {
      const labels = new Map(files.flatMap(file => file[name].map(value => [value, label(value, file.row)])));
      if (labels.size < (name === "watch" ? 1 : 2)) continue;
      labels.delete("");
      const options = [["", say("all")], ...labels].map(([value, text]) => make("option", { value }, text));
      filters.set(name, make("select", {}, ...options));
    }
    return filters.set("words", make("input", { type: "search" }));
  }

  /**
   * Let readers choose rows, and with them the files below.
   * @returns {() => void} Shows all files again.
   */
  function addFilters(root, table) {
    const place = root.querySelector(".di-filters");
    const files = [...table.tBodies[0].rows].map(readRow);
    if (!place || files.length < 2) return () => {};
    const filters = makeFilters(files);
    const field = filters.get("words");
    const count = make("span", { role: "status" });
    const reset = makeButton("di-button", say("reset"), () => {
      clear();
      field.focus();
    });

    function apply() {
      const chosen = [...filters].map(([name, { value }]) => [name, value.trim()]).filter(([, value]) => value);
      const address = new URL(location.href);
      for (const name of filters.keys()) address.searchParams.delete(name);
      for (const [name, value] of chosen) address.searchParams.set(name, value);
      if (address.href !== location.href) history.replaceState(history.state, "", address);
      for (const file of files) {
        file.row.hidden = !chosen.every(([name, wanted]) => isShown(file, name, wanted));
        file.section?.toggleAttribute("hidden", file.row.hidden);
      }
      const shown = files.filter(({ row }) => !row.hidden).length;
      count.textContent = chosen.length ? say("shown", { shown, n: files.length }) : "";
      reset.hidden = !chosen.length;
    }

    function clear() {
      for (const control of filters.values()) control.value = "";
      apply();
    }

    let typing;
    field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => place.isConnected && apply(), TYPING);
    });
    const wanted = new URL(location.href).searchParams;
    for (const [name, control] of filters) {
      control.addEventListener("change", apply);
      control.value = wanted.get(name) ?? "";
      if (control.selectedIndex < 0) control.value = ""; // not to be chosen here
      place.append(make("label", {}, make("span", {}, say(name)), control));
    }
    place.append(make("p", {}, count, " ", reset));
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", say("filter"));
    place.hidden = false;
    apply();
    return clear;
  }

  // Diffs

  /** @type {WeakMap<Element, Promise<boolean>>} */
  const loading = new WeakMap();

  /** Put a diff that has a file of its own in its place; whether it is there now. */
  async function loadDiff(details) {
    const place = details.querySelector(".di-elsewhere");
    if (!place) return true;
    if (location.protocol === "file:") return false; // browsers let no script read files
    if (!loading.has(details)) loading.set(details, fetchDiff(place));
    const loaded = await loading.get(details);
    loading.delete(details); // what has failed may work later
    return loaded;
  }

  async function fetchDiff(place) {
    place.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(place.querySelector("a").href);
      const other = new DOMParser().parseFromString(await reply.text(), "text/html");
      const diff = other.querySelector("pre.di-code");
      describe(diff);
      place.replaceWith(diff, ...other.querySelectorAll(".di-cut")); // and what it leaves out
      return true;
    } catch {
      place.removeAttribute("aria-busy");
      return false;
    }
  }

  const describe = diff => diff.setAttribute("aria-describedby", "di-lines-help");

  function addDiffSwitch(root) {
    const diffs = [...root.querySelectorAll("details.di-diff")];
    if (!diffs.length) return;
    const areOpen = () => diffs.every(diff => diff.open);
    const name = () => button.replaceChildren(say(areOpen() ? "close_diffs" : "open_diffs"));
    const button = makeButton("di-button", "", () => {
      const open = !areOpen();
      for (const diff of diffs) diff.open = open;
      name();
    });
    name();
    root.addEventListener("toggle", name, true);
    root.querySelector("section.di-item")?.before(make("p", { class: "di-tools" }, button));
  }

  // Lines

  /** The parts of a line's id. */
  function parse(id) {
    const [, item, side, number] = LINE_ID.exec(id) ?? [];
    return { item, side, number };
  }

  /** Where the forge shows a line. */
  function forgeAddress(line) {
    const { side, number } = parse(line.id);
    const { path, oldPath = path } = line.closest("pre").dataset;
    const { oldLines, newLines } = page.root.dataset;
    const [lines, file] = side === "L" ? [oldLines, oldPath] : [newLines, path];
    const address = file && lines?.replaceAll("{path}", () => file).replaceAll("{line}", number);
    return /^https?:/.test(address) && address;
  }

  const currentLine = () => page.root.querySelector(".di-current");

  function markLine(line) {
    currentLine()?.classList.remove("di-current");
    line?.classList.add("di-current");
  }

  function chooseLine(line) {
    const { bar } = page;
    const { side, number } = parse(line.id);
    markLine(line);
    history.replaceState(history.state, "", `#${line.id}`);
    bar.replaceChildren(
      make("b", { "aria-live": "polite" }, side + number),
      makeButton("di-button", say("copy"), () => copyLinkTo(line.id)),
      ...forgeLinks(line),
      makeButton("di-button", say("close"), () => leaveLine(line)),
    );
    bar.hidden = false;
    line.closest("pre").after(bar); // so that the tab key leads there
  }

  function forgeLinks(line) {
    const href = forgeAddress(line);
    if (!href) return [];
    return [make("a", { href, target: "_blank", rel: "noopener" }, say("open_at", { host: new URL(href).hostname }))];
  }

  function leaveLine(line) {
    markLine(null);
    page.bar.hidden = true;
    line.closest("pre").focus({ preventScroll: true });
  }

  /** Whether a click was on the number of a line, which stands left of its text and is no text itself. */
  function isOnNumber(event, line) {
    const text = document.createRange();
    text.selectNodeContents(line);
    return event.clientX < text.getClientRects()[0]?.left;
  }

  function onKey(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const line = currentLine();
    if (key === "Escape" && line && target.closest("pre.di-code, .di-line-bar")) return leaveLine(line);
    if (!target.matches("pre.di-code")) return;
    const isHere = target.contains(line);
    if (key === "ArrowDown" || key === "ArrowUp") {
      const lines = [...target.querySelectorAll("samp > [id]")];
      const next = isHere ? lines[lines.indexOf(line) + (key === "ArrowDown" ? 1 : -1)] : lines[0];
      if (!next) return;
      chooseLine(next);
      next.scrollIntoView({ block: "nearest" });
    } else if (key === "c" && isHere) copyLinkTo(line.id);
    else if (key === "o" && isHere && forgeAddress(line)) window.open(forgeAddress(line), "_blank", "noopener");
    else return;
    event.preventDefault();
  }

  function onClick(event) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a");
    if (link) return void followHere(event, link);
    const line = event.target.closest(".di-code > samp > [id]");
    if (line && getSelection()?.isCollapsed !== false && isOnNumber(event, line)) chooseLine(line);
  }

  /** The id in an address; none where it is no proper text. */
  function idIn(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  }

  /** Show what a link leads to if it is on this page, even where the link is to the file of a diff. */
  async function followHere(event, link) {
    const id = idIn(link.hash);
    const { item } = parse(id);
    if (item && link.pathname.endsWith(`/diffs/${item}.html`) && sectionOf(item)) {
      event.preventDefault();
      if (await reveal(id)) history.pushState(history.state, "", `#${id}`);
      else location.href = link.href;
    } else if (id && link.href === location.href) reveal(id); // the address stays, so nothing else tells
  }

  /**
   * Bring the element of an id into view, out of whatever hides it; of a line whose diff cannot be had, its file.
   * @returns {Promise<boolean>} Whether it is there.
   */
  async function reveal(id) {
    const { root } = page;
    const { item } = parse(id);
    const details = item && sectionOf(item)?.querySelector("details.di-diff");
    const loaded = !details || (await loadDiff(details));
    if (page?.root !== root) return false; // the reader has gone on
    if (!loaded) {
      details.querySelector(".di-elsewhere a").hash = id;
      open(details);
      return false;
    }
    const line = document.getElementById(id);
    const element = line ?? document.getElementById(item);
    if (!root.contains(element)) return false;
    const wasHidden = open(element);
    markLine(item ? line : null);
    if (item) element.scrollIntoView({ block: "center" });
    else if (wasHidden) element.scrollIntoView();
    return true;
  }

  /** Open all that hides an element; whether anything did. */
  function open(element) {
    let found = Boolean(element.closest("[hidden]"));
    if (found) page.clearFilters();
    for (let details = element.closest("details"); details; details = details.parentElement.closest("details")) {
      found ||= !details.open;
      details.open = true;
    }
    return found;
  }

  function onHash() {
    const id = idIn(location.hash);
    if (id && page?.root.matches(".di-report")) reveal(id);
  }

  // What has been read

  /**
   * @typedef {{known: string[], unread: string[], fresh: string[], since: number, visit: number}} Reading
   *   Slugs of reports: those the index has shown, those to be read, those that came with this visit.
   *   Times of the end of the visit before (0 in the first) and of the latest look at a page.
   */

  /** By the index, so that sites on one host do not mix. */
  const storageKey = () => `diffinsight:${new URL(page.root.dataset.index ?? ".", location.href).pathname}`;

  /** @returns {Reading | null} What this browser remembers of the site, if it does and may. */
  function loadReading() {
    try {
      const found = JSON.parse(localStorage.getItem(storageKey()));
      const areLists = [found.known, found.unread, found.fresh].every(Array.isArray);
      return areLists && Number.isFinite(found.since) && Number.isFinite(found.visit) ? found : null;
    } catch {
      return null;
    }
  }

  /** @param {Reading} reading */
  function saveReading(reading) {
    try {
      localStorage.setItem(storageKey(), JSON.stringify(reading));
    } catch {
      // full, or not allowed: the next page is as this one
    }
  }

  /**
   * Take note of a look at a page.
   * @param {(reading: Reading) => void} update
   * @param {Reading | null} first What to start from; without, whoever has not seen the index has missed nothing.
   */
  function remember(update, first = null) {
    const reading = loadReading() ?? first;
    if (!reading) return;
    const now = Date.now();
    if (now - reading.visit > SESSION) Object.assign(reading, { since: reading.visit, fresh: [] });
    reading.visit = now;
    update(reading);
    saveReading(reading);
  }

  function rememberReport(slug) {
    remember(reading => {
      reading.unread = reading.unread.filter(other => other !== slug);
      if (!reading.known.includes(slug)) reading.known.unshift(slug);
    });
  }

  function rememberIndex(slugs) {
    const first = { known: slugs, unread: [], fresh: [], since: 0, visit: Date.now() };
    remember(reading => {
      const known = new Set(reading.known);
      const arrived = slugs.filter(slug => !known.has(slug));
      reading.fresh.push(...arrived);
      reading.unread = [...reading.unread, ...arrived].slice(-KEPT);
      reading.known = [...new Set([...slugs, ...known])].slice(0, slugs.length + KEPT);
    }, first);
  }

  /** The cards and rows of reports; a report may have several. */
  const entriesOf = root => [...root.querySelectorAll("[data-report]")];

  const linkOf = entry => entry.querySelector("h2 a, h3 a") ?? entry.querySelector("a");

  /** Show what is to be read, on a page that may be older than what another one has remembered. */
  function showUnread() {
    const root = page?.root;
    const reading = root?.matches(".di-list") && loadReading();
    if (!reading) return;
    for (const mark of root.querySelectorAll(".di-new")) mark.remove();
    const unread = new Set(reading.unread);
    for (const entry of entriesOf(root))
      if (unread.has(entry.dataset.report)) linkOf(entry)?.before(make("span", { class: "di-new" }, say("new")), " ");
    const digest = root.querySelector(".di-digest");
    if (digest) showDigest(digest, reading, new Map(entriesOf(root).map(entry => [entry.dataset.report, entry])));
  }

  function showDigest(digest, reading, entries) {
    digest.hidden = !reading.since;
    if (digest.hidden) return;
    const fresh = reading.fresh.flatMap(slug => entries.get(slug) ?? []);
    const breaking = fresh.filter(entry => entry.dataset.breaking > 0);
    const changes = breaking.reduce((sum, entry) => sum + Number(entry.dataset.breaking), 0);
    const facts = [fresh.length ? say("news", { n: fresh.length }) : say("no_news")];
    if (changes) facts.push(say("breaking", { n: changes, reports: breaking.length }));
    if (reading.unread.length > fresh.length) facts.push(say("unread", { n: reading.unread.length }));
    digest.replaceChildren(
      make("h2", { id: digest.getAttribute("aria-labelledby") }, say("since", { ago: ago(reading.since) })),
      make("p", {}, facts.join(" · ")),
    );
    const links = breaking.map(linkOf).map(({ href, textContent }) => make("a", { href }, textContent));
    if (links.length) digest.append(make("ul", {}, ...links.map(link => make("li", {}, link))));
    if (reading.unread.length) digest.append(makeButton("di-button", say("mark_read"), markAllRead));
  }

  function markAllRead() {
    const reading = loadReading();
    if (!reading) return;
    saveReading({ ...reading, unread: [], fresh: [] });
    showUnread();
    tell(say("all_read"));
  }

  function ago(time) {
    const minutes = (Date.now() - time) / MINUTE;
    const units = [["day", 24 * 60], ["hour", 60], ["minute", 1]];
    const [unit, length] = units.find(([, length]) => minutes >= length) ?? ["minute", 1];
    return new Intl.RelativeTimeFormat(words.language, { numeric: "auto" }).format(-Math.floor(minutes / length), unit);
  }

  // Pages

  function startReport(root) {
    const table = root.querySelector("table.di-table");
    if (table?.tBodies.length) {
      makeSortable(table);
      page.clearFilters = addFilters(root, table);
    }
    addCopyButtons(root);
    addDiffSwitch(root);
    root.append(make("p", { id: "di-lines-help", hidden: "" }, say("lines_help")));
    for (const diff of root.querySelectorAll("pre.di-code")) describe(diff);
    root.addEventListener("click", onClick);
    root.addEventListener("keydown", onKey);
    const onToggle = ({ target }) => target.open && target.matches(".di-diff") && loadDiff(target);
    root.addEventListener("toggle", onToggle, true);
    rememberReport(root.dataset.report);
    onHash();
  }

  /** Bring the page to life; a theme that loads pages by itself makes every one of them start here. */
  function start() {
    const root = document.querySelector(".di-report, .di-list");
    const texts = document.querySelector("template.di-words")?.content.textContent;
    if (root && root === page?.root) return;
    page = null;
    if (!root || !texts) return;
    words = JSON.parse(texts);
    const toast = make("div", { class: "di-toast", role: "status" });
    const bar = make("div", { class: "di-line-bar", role: "group", "aria-label": say("line"), hidden: "" });
    page = { root, toast, bar, clearFilters: () => {} };
    root.append(toast);
    root.classList.add("di-scripted");
    if (root.matches(".di-report")) return startReport(root);
    if (root.matches(".di-home")) rememberIndex([...new Set(entriesOf(root).map(entry => entry.dataset.report))]);
    else remember(() => {});
    showUnread();
  }

  addEventListener("hashchange", onHash);
  addEventListener("storage", showUnread);
  addEventListener("pageshow", event => event.persisted && showUnread());
  const pages = window.document$; // Material's, with navigation.instant
  if (pages?.subscribe) pages.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
