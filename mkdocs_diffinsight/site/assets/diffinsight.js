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
  const LINE_ID = /^(item-\w+)-([LR]\d+)$/;

  /**
   * @typedef {{root: HTMLElement, toast: HTMLElement, bar: HTMLElement, clearFilters: () => void}} Page
   * @typedef {{known: string[], unread: string[], fresh: string[], since: number, visit: number}} Reading
   *   Slugs of reports: those the index has shown, those to be read, those that came with this visit.
   *   Times of the end of the visit before (0 in the first) and of the latest look at a page.
   */

  /** @type {Page | null} */
  let page = null;

  /** @type {{language: string, texts: Record<string, string | Record<string, string>>}} */
  let words = { language: "en", texts: {} };

  /** A text of the catalog; `n` chooses the form of a plural. */
  const say = (key, values = {}) => {
    const entry = words.texts[key] ?? key;
    const form = typeof entry === "string" ? entry : entry[new Intl.PluralRules(words.language).select(Number(values.n))];
    return (form ?? entry.other).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  };

  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** @returns {HTMLButtonElement} */
  const makeButton = (name, text, act) => {
    const button = make("button", { type: "button", class: name }, text);
    button.addEventListener("click", act);
    return button;
  };

  const addressOf = (id) => `${location.href.split(/[?#]/)[0]}#${id}`;

  const isPlainClick = (event) =>
    event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  // Messages and the clipboard

  /** @type {number | undefined} */
  let toastTimer;

  function tell(text) {
    if (!page) return;
    const { toast } = page;
    toast.textContent = text;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.replaceChildren(), TOAST);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text); // not there without https
    } catch {
      if (!copyBySelection(text)) return tell(say("not_copied", { url: text }));
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
      const link = heading.querySelector(".headerlink");
      const name = [...heading.childNodes].filter(node => node !== link).map(node => node.textContent).join("").trim();
      const button = makeButton("di-copy", "", () => copy(addressOf(heading.id)));
      button.setAttribute("aria-label", say("copy_to", { name }));
      button.title = say("copy");
      heading.append(" ", button);
    }
  }

  // The table

  function makeSortable(table) {
    const collator = new Intl.Collator(words.language, { numeric: true });
    const body = table.tBodies[0];
    for (const header of table.querySelectorAll("th[data-sort]")) {
      const column = header.cellIndex;
      const isNumber = header.getAttribute("data-sort") === "number";
      const compare = (a, b) => {
        const [one, other] = [a, b].map(row => row.cells[column].textContent?.trim() ?? "");
        return isNumber ? Number(one) - Number(other) : collator.compare(one, other);
      };
      const button = makeButton("di-sort", "", () => {
        const now = header.getAttribute("aria-sort");
        const descending = now ? now === "ascending" : isNumber; // the largest number first
        for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", descending ? "descending" : "ascending");
        body.append(...[...body.rows].sort((a, b) => (descending ? compare(b, a) : compare(a, b))));
      });
      button.append(...header.childNodes);
      header.append(button);
    }
  }

  /**
   * Let readers choose rows, and with them the files below.
   * @returns {() => void} Shows all files again.
   */
  function addFilters(root, table) {
    const place = root.querySelector(".di-filters");
    const rows = [...table.tBodies[0].rows];
    if (!place || rows.length < 2) return () => {};
    const sections = new Map(
      [...root.querySelectorAll("section.di-item")].map(section => [section.getAttribute("data-item"), section]),
    );
    const fold = (text) => text.normalize("NFKC").toLocaleLowerCase(words.language);
    const texts = new Map();
    const textOf = (row) => {
      const explanation = sections.get(row.dataset.item ?? null)?.querySelector(".di-explanation");
      const text = texts.get(row) ?? fold(`${row.dataset.path} ${row.textContent} ${explanation?.textContent ?? ""}`);
      texts.set(row, text);
      return text;
    };
    const termsOf = (row) => (row.dataset.watch ?? "").split(", ").filter(Boolean);
    const matchers = {
      type: (row, value) => row.dataset.type === value,
      status: (row, value) => row.dataset.status === value,
      noise: (row, value) => Boolean(row.dataset.noise) === (value === "only"),
      watch: (row, value) => termsOf(row).includes(value),
      words: (row, value) => fold(value).split(/\s+/).every(word => textOf(row).includes(word)),
    };
    const label = (row, part) =>
      row.querySelector(part)?.textContent?.trim() ?? "";
    const choices = {
      type: new Map(rows.map(row => [row.dataset.type ?? "", label(row, ".di-badge")])),
      status: new Map(rows.map(row => [row.dataset.status ?? "", label(row, ".di-status")])),
      noise: new Map(
        new Set(rows.map(row => Boolean(row.dataset.noise))).size > 1
          ? [["hide", say("hide")], ["only", say("only")]]
          : [],
      ),
      watch: new Map(rows.flatMap(termsOf).map(term => [term, term])),
    };
    const controls = new Map();
    for (const [name, options] of Object.entries(choices)) {
      if (options.size < (name === "watch" ? 1 : 2)) continue;
      const control = make("select", {}, make("option", { value: "" }, say("all")));
      for (const [value, text] of options) control.append(make("option", { value }, text));
      controls.set(name, control);
    }
    const field = make("input", { type: "search" });
    controls.set("words", field);

    const count = make("span", { role: "status" });
    const reset = makeButton("di-button", say("reset"), () => {
      clear();
      field.focus();
    });
    const apply = () => {
      const chosen = [...controls].filter(([, control]) => control.value.trim());
      const address = new URL(location.href);
      for (const name of controls.keys()) address.searchParams.delete(name);
      for (const [name, control] of chosen) address.searchParams.set(name, control.value.trim());
      if (address.href !== location.href) history.replaceState(history.state, "", address);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !chosen.every(([name, control]) => matchers[name](row, control.value.trim()));
        shown += Number(!row.hidden);
        sections.get(row.dataset.item ?? null)?.toggleAttribute("hidden", row.hidden);
      }
      count.textContent = chosen.length ? say("shown", { shown, n: rows.length }) : "";
      reset.hidden = !chosen.length;
    };
    const clear = () => {
      for (const control of controls.values()) control.value = "";
      apply();
    };
    let typing;
    field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(apply, TYPING);
    });
    field.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !field.value) return;
      event.preventDefault();
      field.value = "";
      apply();
    });
    const wanted = new URL(location.href).searchParams;
    for (const [name, control] of controls) {
      control.addEventListener("change", apply);
      control.value = wanted.get(name) ?? "";
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
  function loadDiff(details) {
    const place = details.querySelector(".di-elsewhere");
    const link = place?.querySelector("a");
    if (!place || !link) return Promise.resolve(true);
    if (location.protocol === "file:") return Promise.resolve(false); // browsers let no script read files
    const load = async () => {
      try {
        details.setAttribute("aria-busy", "true");
        const reply = await fetch(link.href);
        if (!reply.ok) return false;
        const other = new DOMParser().parseFromString(await reply.text(), "text/html");
        const diff = other.querySelector("pre.di-code");
        if (!diff) return false;
        describe(diff);
        place.replaceWith(diff, ...other.querySelectorAll(".di-cut")); // and what it leaves out
        return true;
      } catch {
        return false;
      } finally {
        details.removeAttribute("aria-busy");
        loading.delete(details);
      }
    };
    const loaded = loading.get(details) ?? load();
    loading.set(details, loaded);
    return loaded;
  }

  function describe(diff) {
    diff.setAttribute("aria-describedby", "di-lines-help");
  }

  function addDiffSwitch(root) {
    const diffs = () => [...root.querySelectorAll("details.di-diff")];
    const first = root.querySelector("section.di-item");
    if (!first || !diffs().length) return;
    const areOpen = () => diffs().every(diff => diff.hasAttribute("open"));
    const button = makeButton("di-button", say("open_diffs"), () => {
      const open = !areOpen();
      for (const diff of diffs()) diff.toggleAttribute("open", open);
      name();
    });
    const name = () => button.replaceChildren(say(areOpen() ? "close_diffs" : "open_diffs"));
    root.addEventListener("toggle", name, true);
    first.before(make("p", { class: "di-tools" }, button));
  }

  // Lines

  /** The name of a line as the page has it, such as R45. */
  const nameOf = (line) => LINE_ID.exec(line.id)?.[2] ?? "";

  /** Where the forge shows a line. */
  function forgeAddress(line) {
    const [side, number] = [nameOf(line)[0], nameOf(line).slice(1)];
    const template = line.closest("pre")?.getAttribute(side === "L" ? "data-old" : "data-new");
    const address = template?.replace("{line}", number) ?? "";
    return /^https?:/.test(address) ? address : null;
  }

  function markLine(line) {
    for (const other of page?.root.querySelectorAll(".di-current") ?? []) other.classList.remove("di-current");
    line?.classList.add("di-current");
  }

  function chooseLine(line) {
    if (!page) return;
    const { bar } = page;
    markLine(line);
    history.replaceState(history.state, "", `#${line.id}`);
    const forge = forgeAddress(line);
    bar.replaceChildren(
      make("b", { "aria-live": "polite" }, nameOf(line)),
      makeButton("di-button", say("copy"), () => copy(addressOf(line.id))),
      ...(forge ? [makeForgeLink(forge)] : []),
      makeButton("di-button", say("close"), () => leaveLine(line)),
    );
    bar.hidden = false;
    line.closest("pre")?.after(bar); // so that the tab key leads there
  }

  function makeForgeLink(address) {
    const link = make("a", { href: address, target: "_blank", rel: "noopener" });
    link.textContent = say("open_at", { host: new URL(address).hostname });
    return link;
  }

  function leaveLine(line) {
    markLine(null);
    if (page) page.bar.hidden = true;
    line.closest("pre")?.focus({ preventScroll: true });
  }

  /** Whether a click was on the number of a line, which stands left of its text and is no text itself. */
  function isOnNumber(event, line) {
    const text = document.createRange();
    text.selectNodeContents(line);
    return event.clientX < text.getClientRects()[0]?.left;
  }

  function nextLine(pre, forward) {
    const current = pre.querySelector(".di-current");
    if (!current) return pre.querySelector("code > [id]");
    let line = current;
    do line = forward ? line.nextElementSibling : line.previousElementSibling;
    while (line && !line.id);
    return line;
  }

  function onKey(event) {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape" && target.closest("pre.di-code, .di-line-bar")) {
      const line = page?.root.querySelector(".di-current");
      if (line) leaveLine(line);
      return;
    }
    if (!target.matches("pre.di-code")) return;
    const current = target.querySelector(".di-current");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const line = nextLine(target, event.key === "ArrowDown");
      if (!line) return;
      chooseLine(line);
      line.scrollIntoView({ block: "nearest" });
    } else if (event.key === "c" && current) copy(addressOf(current.id));
    else if (event.key === "o" && current && forgeAddress(current))
      window.open(forgeAddress(current), "_blank", "noopener");
    else return;
    event.preventDefault();
  }

  function onClick(event) {
    const target = event.target;
    if (!isPlainClick(event)) return;
    const link = target.closest("a");
    if (link) return void followHere(event, link);
    const line = target.closest(".di-code > code > [id]");
    if (line && getSelection()?.isCollapsed !== false && isOnNumber(event, line)) chooseLine(line);
  }

  /** Show what a link leads to if it is on this page, even where the link is to the file of a diff. */
  async function followHere(event, link) {
    const id = link.hash.slice(1);
    const item = LINE_ID.exec(id)?.[1];
    if (item && link.pathname.endsWith(`/diffs/${item}.html`) && document.getElementById(item)) {
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
    const item = LINE_ID.exec(id)?.[1];
    const section = item && document.getElementById(item)?.closest(".di-item");
    if (!page || !(section || page.root.contains(document.getElementById(id)))) return false;
    const details = section?.querySelector("details.di-diff");
    if (details && !(await loadDiff(details))) {
      const link = details.querySelector("a");
      if (link) link.hash = id;
      open(details);
      return false;
    }
    const element = document.getElementById(id) ?? document.getElementById(item ?? "");
    if (!element || !page?.root.contains(element)) return false;
    const wasHidden = open(element);
    markLine(element.id === item || !item ? null : element);
    if (item) element.scrollIntoView({ block: "center" });
    else if (wasHidden) element.scrollIntoView();
    return true;
  }

  /** Open all that hides an element; whether anything did. */
  function open(element) {
    let found = false;
    if (element.closest("[hidden]")) {
      page?.clearFilters();
      found = true;
    }
    for (let at = element.closest("details"); at; at = at.parentElement?.closest("details") ?? null) {
      found ||= !at.open;
      at.open = true;
    }
    return found;
  }

  function onHash() {
    if (location.hash) reveal(decodeURIComponent(location.hash.slice(1)));
  }

  // Paper

  /** @type {HTMLDetailsElement[]} */
  let openedToPrint = [];

  function beforePrint() {
    openedToPrint = [...(page?.root.querySelectorAll("details:not([open], .di-commits)") ?? [])];
    for (const details of openedToPrint) details.open = true;
  }

  function afterPrint() {
    for (const details of openedToPrint) details.open = false;
    openedToPrint = [];
  }

  // What has been read

  /** By the index, so that sites on one host do not mix. */
  function storageKey(root) {
    const index = root.dataset.index;
    return index === undefined ? null : `diffinsight:${new URL(index || ".", location.href).pathname}`;
  }

  /** @returns {Reading | null} What this browser remembers of the site, if it does and may. */
  function loadReading(key) {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "null");
      const isList = (list) =>
        Array.isArray(list) && list.every(slug => typeof slug === "string");
      const isSound = [found.known, found.unread, found.fresh].every(isList) &&
        [found.since, found.visit].every(Number.isFinite);
      return isSound ? found : null;
    } catch {
      return null;
    }
  }

  function saveReading(key, reading) {
    try {
      localStorage.setItem(key, JSON.stringify(reading));
    } catch {
      // full, or not allowed: the next page is as this one
    }
  }

  function startVisit(reading) {
    const now = Date.now();
    if (now - reading.visit > SESSION) {
      reading.since = reading.visit;
      reading.fresh = [];
    }
    reading.visit = now;
  }

  /** The cards and rows of reports, by their slugs. */
  function entriesOf(root) {
    const entries = new Map();
    for (const entry of root.querySelectorAll("[data-report]")) {
      const slug = entry.dataset.report ?? "";
      entries.set(slug, [...(entries.get(slug) ?? []), entry]);
    }
    return entries;
  }

  function rememberReport(root) {
    const key = storageKey(root);
    const reading = key && loadReading(key);
    if (!reading) return; // whoever has not seen the index has missed nothing
    const slug = root.dataset.report ?? "";
    startVisit(reading);
    reading.unread = reading.unread.filter(other => other !== slug);
    if (!reading.known.includes(slug)) reading.known.unshift(slug);
    saveReading(key, reading);
  }

  function rememberList(root) {
    const key = storageKey(root);
    if (!key) return;
    const isHome = root.classList.contains("di-home");
    const slugs = [...entriesOf(root).keys()];
    const now = Date.now();
    const reading =
      loadReading(key) ?? (isHome ? { known: slugs, unread: [], fresh: [], since: 0, visit: now } : null);
    if (!reading) return;
    startVisit(reading);
    if (isHome) {
      const known = new Set(reading.known);
      const arrived = slugs.filter(slug => !known.has(slug));
      const listed = new Set(slugs);
      reading.fresh.push(...arrived);
      reading.unread = [...reading.unread, ...arrived].slice(-KEPT);
      reading.known = [...slugs, ...reading.known.filter(slug => !listed.has(slug)).slice(0, KEPT)];
    }
    saveReading(key, reading);
    showUnread();
  }

  /** Show what is to be read, on a page that may be older than what another one has remembered. */
  function showUnread() {
    const root = page?.root;
    const key = root?.matches(".di-list") && storageKey(root);
    const reading = key && loadReading(key);
    if (!root || !reading) return;
    const unread = new Set(reading.unread);
    const entries = entriesOf(root);
    for (const mark of root.querySelectorAll(".di-new")) mark.remove();
    for (const [slug, members] of entries) {
      if (!unread.has(slug)) continue;
      for (const entry of members) {
        const link = entry.querySelector("h2 a, h3 a") ?? entry.querySelector("a");
        link?.before(make("span", { class: "di-new" }, say("new")), " ");
      }
    }
    const digest = root.querySelector(".di-digest");
    if (digest) showDigest(digest, reading, entries);
  }

  function showDigest(
    digest,
    reading,
    entries,
  ) {
    digest.hidden = !reading.since;
    if (digest.hidden) return;
    const fresh = reading.fresh.flatMap(slug => entries.get(slug)?.slice(0, 1) ?? []);
    const breaking = fresh.filter(entry => Number(entry.dataset.breaking) > 0);
    const changes = breaking.reduce((sum, entry) => sum + Number(entry.dataset.breaking), 0);
    const facts = [
      fresh.length ? say("news", { n: fresh.length }) : say("no_news"),
      ...(changes ? [say("breaking", { n: changes, reports: breaking.length })] : []),
      ...(reading.unread.length > fresh.length ? [say("unread", { n: reading.unread.length })] : []),
    ];
    const id = digest.getAttribute("aria-labelledby") || "di-digest";
    digest.setAttribute("aria-labelledby", id);
    digest.replaceChildren(
      make("h2", { id }, say("since", { ago: ago(Date.now() - reading.since) })),
      make("p", {}, facts.join(" · ")),
    );
    const links = breaking.flatMap(entry => {
      const link = (entry.querySelector("h2 a, h3 a, a"));
      return link ? [make("li", {}, make("a", { href: link.href }, link.textContent ?? ""))] : [];
    });
    if (links.length) digest.append(make("ul", {}, ...links));
    if (reading.unread.length) digest.append(makeButton("di-button", say("mark_read"), markAllRead));
  }

  function markAllRead() {
    const key = page && storageKey(page.root);
    const reading = key && loadReading(key);
    if (!reading) return;
    saveReading(key, { ...reading, unread: [], fresh: [] });
    showUnread();
    tell(say("all_read"));
  }

  function ago(milliseconds) {
    const minutes = milliseconds / MINUTE;
    const [unit, size] = ([["day", 24 * 60], ["hour", 60], ["minute", 1]])
      .find(([, length]) => minutes >= length) ?? ["minute", 1];
    return new Intl.RelativeTimeFormat(words.language, { numeric: "auto" }).format(-Math.floor(minutes / size), unit);
  }

  // Pages

  function startReport(root) {
    const table = root.querySelector("table.di-table");
    if (table && page) {
      makeSortable(table);
      page.clearFilters = addFilters(root, table);
    }
    addCopyButtons(root);
    addDiffSwitch(root);
    root.append(make("p", { id: "di-lines-help", hidden: "" }, say("lines_help")));
    for (const diff of root.querySelectorAll("pre.di-code")) describe(diff);
    root.addEventListener("click", onClick);
    root.addEventListener("keydown", onKey);
    root.addEventListener("toggle", event => {
      const details = event.target;
      if (details.matches(".di-diff") && details.open) loadDiff(details);
    }, true);
    rememberReport(root);
    onHash();
  }

  /** Bring the page to life; a theme that loads pages by itself makes every one of them start here. */
  function start() {
    const root = document.querySelector(".di-report, .di-list");
    const texts = document.querySelector("template.di-words")?.content.textContent;
    if (root === page?.root) return;
    page = null;
    if (!root || !texts) return;
    words = JSON.parse(texts);
    const toast = make("div", { class: "di-toast", role: "status" });
    const bar = make("div", { class: "di-line-bar", role: "group", "aria-label": say("line"), hidden: "" });
    page = { root, toast, bar, clearFilters: () => {} };
    root.append(toast);
    root.classList.add("di-scripted");
    if (root.matches(".di-report")) startReport(root);
    else rememberList(root);
  }

  addEventListener("hashchange", onHash);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  addEventListener("storage", showUnread);
  addEventListener("pageshow", event => event.persisted && showUnread());
  const pages = window.document$; // Material's, with navigation.instant
  if (pages) pages.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
