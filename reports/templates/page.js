"use strict";
// The page is whole without this script. With it: the list can be filtered, searched and sorted, and the view stands
// in the address; a question, a link or an entry can be copied; the browser knows which language is read.
const query = (selector, part = document) => part.querySelector(selector);
const every = (selector, part = document) => [...part.querySelectorAll(selector)];
const english = () => document.documentElement.lang === "en";

const status = document.getElementById("status");
let clearing;
function tell(name) {
  status.replaceChildren(...document.getElementById("told-" + name).cloneNode(true).childNodes);
  clearTimeout(clearing);
  clearing = setTimeout(() => status.replaceChildren(), 4000);
}

async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    tell("copied");
  } catch {
    getSelection().selectAllChildren(source);
    tell("select");
  }
}

function showButtons(part) {
  for (const button of every("button[data-copy], button[data-link]", part)) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy], button[data-link]");
  if (!button) return;
  const { copy: name, link } = button.dataset;
  if (name) copy(document.getElementById(name).innerText, document.getElementById(name));
  else copy(location.href.split("#")[0] + "#" + link, query(`a[href="#${link}"]`, button.closest(".card")));
});
showButtons(document);

// What is found: a letter matches with any mark or none; a word typed with marks matches only those marks.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gu, "d");
const small = (text) => text.normalize("NFC").toLowerCase();
const wordsOf = (text) => small(text).split(/\s+/).filter(Boolean).map((word) => ({ word, bare: plain(word) }));

const NAMES = ["verdict", "state", "change", "check", "document", "subject", "speaker"];
const piles = Object.fromEntries(every(".rows").map((list) => [list.dataset.pile, { list, all: [], limit: Infinity }]));
const form = document.getElementById("filters");
const known = new Map();

class Item {
  constructor(order) { this.order = order; }
  get bare() { return this.folded ??= plain(this.text); }
  matches(asked, words) {
    return asked.every((name) => this.facts[name].includes(view[name]))
      && words.every(({ word, bare }) => this.bare.includes(bare) && (word === bare || this.text.includes(word)));
  }
}

class Near extends Item {
  constructor(row, order) {
    super(order);
    this.row = row;
    this.day = Number(row.dataset.day);
    this.facts = Object.fromEntries(NAMES.map((name) => [name, (row.dataset[name] ?? "").split(" ")]));
  }
  get text() { return this.full ??= small(this.row.textContent); }
}

const ORDERS = {
  newest: (one, other) => other.day - one.day,
  document: (one, other) => compare(one.facts.document[0], other.facts.document[0]),
  subject: (one, other) => compare(one.facts.subject[0], other.facts.subject[0]),
};
const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

for (const pile of Object.values(piles)) {
  pile.all = every(":scope > .finding", pile.list).map((row, order) => new Near(row, order));
  for (const item of pile.all) known.set(query(".card", item.row).id, item);
}

let view = {};
let chooseFrom; // makes the choices of a long list, while nobody has asked for them
let packed; // what stands in the page as data, while it has not been read

function show() {
  const words = wordsOf(view.q ?? "");
  const asked = NAMES.filter((name) => view[name]);
  const order = ORDERS[view.sort];
  for (const pile of Object.values(piles)) {
    const found = pile.all.filter((item) => item.matches(asked, words));
    if (order) found.sort((one, other) => order(one, other) || one.order - other.order);
    if (pile.limit < Infinity) pile.limit = SCREEN;
    draw(pile, found);
  }
  tellCounts();
  for (const chip of every(".chip[data-view]")) {
    const [name, value] = chip.dataset.view.split("=");
    if (view[name] === value) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
}

// How many are shown, in the language that is read.
function tellCounts() {
  let count = 0;
  let all = 0;
  for (const pile of Object.values(piles)) {
    const found = (pile.found ?? pile.all).length;
    const told = query("[data-shown]", pile.list.closest("section"));
    told.textContent = found < pile.all.length ? `${number(found)} / ` : "";
    count += found;
    all += pile.all.length;
  }
  const filtered = Object.keys(view).some((name) => name !== "sort" && view[name]);
  query("button[type=reset]", form).hidden = !filtered && !view.sort;
  query("#matched").textContent = filtered ? counted(count, all) : "";
}

// Rows are taken out, not hidden: a browser lays a list out anew for each that it hides. Of a long list only the first
// screens stand in the page; a button brings more.
const SCREEN = 20;
function draw(pile, found) {
  const rows = found.slice(0, pile.limit).map((item) => item.row);
  if (rows.length !== pile.list.children.length || rows.some((row, at) => row !== pile.list.children[at])) {
    pile.list.replaceChildren(...rows);
  }
  pile.found = found;
  if (pile.button) pile.button.hidden = found.length <= pile.limit;
}

const printers = {};
function number(value) {
  const language = english() ? "en" : "vi";
  return (printers[language] ??= new Intl.NumberFormat(language)).format(value);
}
function counted(count, all) {
  const words = document.getElementById("told-matched").content;
  const text = query(`[lang=${english() ? "en" : "vi"}]`, words).textContent;
  return text.replace("{n}", number(count)).replace("{all}", number(all));
}

// The address: #?q=…&verdict=… is a view, #D-… a discrepancy, anything else a place in the page.
function fromAddress() {
  const hash = location.hash.slice(1);
  if (hash.startsWith("?") || (!hash && Object.keys(view).length)) {
    view = Object.fromEntries([...new URLSearchParams(hash.slice(1))].filter(([, value]) => value));
    fill();
    show();
    return;
  }
  const item = known.get(hash);
  if (!item) return;
  const pile = Object.values(piles).find((one) => one.all.includes(item));
  if (!item.row.isConnected) {
    view = {};
    fill();
    show();
    if (!item.row.isConnected) draw(pile, [item, ...pile.all.filter((other) => other !== item)]);
  }
  query("details", item.row).open = true;
  item.row.scrollIntoView();
}

function toAddress() {
  const told = new URLSearchParams(Object.entries(view).filter(([, value]) => value)).toString();
  history.replaceState(null, "", told ? "#?" + told : location.href.split("#")[0]);
}

function fill() {
  if (NAMES.some((name) => view[name])) chooseFrom?.();
  for (const field of form.elements) if (field.name) field.value = view[field.name] ?? "";
  if (NAMES.some((name) => view[name])) query("details", form).open = true;
}

if (form) {
  form.hidden = false;
  const read = () => {
    view = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    toAddress();
    show();
  };
  form.addEventListener("input", read);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    view = {};
    fill();
    toAddress();
    show();
    form.elements.q.focus();
  });
  for (const chip of every(".chip[data-view]")) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      const [name, value] = chip.dataset.view.split("=");
      view = { ...view, [name]: view[name] === value ? "" : value };
      fill();
      toAddress();
      show();
    });
  }
  addEventListener("hashchange", fromAddress);
}

function learn() {
  for (const option of every("option[data-en]")) option.dataset.vi ??= option.textContent;
}
learn();
for (const radio of every("input[name=language]")) {
  const read = () => {
    if (!radio.checked) return;
    document.documentElement.lang = radio.value;
    for (const option of every("option[data-en]")) option.textContent = option.dataset[radio.value];
    if (form && !packed) tellCounts();
  };
  radio.addEventListener("change", read);
  read();
}

// What stands in the page as data is read when the front has been drawn.
packed = document.getElementById("far");
if (packed) {
  const read = () => unpack(packed.textContent).then(join);
  if (globalThis.requestIdleCallback) requestIdleCallback(read, { timeout: 500 });
  else setTimeout(read, 50);
}
else if (form) {
  fromAddress();
  fold();
}

// What a search looks at is made ready while nothing else is to be done, by a search: so its code is ready as well.
function fold() {
  const all = Object.values(piles).flatMap((pile) => pile.all);
  let at = 0;
  const nothing = wordsOf("\u0000");
  const some = (idle) => {
    if (!at) number(0); // the first number takes as long as a search
    do for (const end = at + 50; at < end && at < all.length; at++) all[at].matches([], nothing);
    while (at < all.length && idle.timeRemaining() > 5);
    if (at < all.length) requestIdleCallback(some);
  };
  globalThis.requestIdleCallback?.(some);
}

async function unpack(text) {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

const make = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
};
const both = (pair) => {
  if (pair.every((words) => typeof words === "string") && pair[0] === pair[1]) return [pair[0]];
  return ["vi", "en"].map((language, at) => {
    const span = make("span", "", ...[pair[at]].flat());
    span.lang = language;
    return span;
  });
};
const quoted = (words, language) => {
  const inner = make("bdi", "", words.replace(/[“”]/g, (mark) => (mark === "“" ? "‘" : "’")));
  inner.lang = language;
  return ["“", inner, "”"];
};
const letterOf = (place) => String.fromCharCode(65 + (place % 26)) + (Math.floor(place / 26) || "");
const grouped = (plainNumber, language) => {
  const [whole, decimals] = plainNumber.split(".");
  const [group, point] = language ? [",", "."] : [".", ","];
  return whole.replace(/\B(?=(\d{3})+$)/g, group) + (decimals ? point + decimals : "");
};

let words;
const word = (name) => [...query(`[data-word="${name}"]`, words).cloneNode(true).childNodes];
const phrase = (name, language) => {
  const both = query(`[data-word="${name}"]`, words);
  return (query(`[lang=${["vi", "en"][language]}]`, both) ?? both).textContent;
};

class Far extends Item {
  constructor(data, at, order) {
    super(order);
    Object.assign(this, { data, at, id: "D-" + data.columns.id[at], day: data.columns.day[at] });
  }
  get(name) { return this.data.columns[name][this.at]; }
  get row() { return this.built ??= farRow(this); }
  get facts() {
    const names = (table, places) => places.filter((place) => place >= 0).map((place) => this.data[table][place][0]);
    return this.known ??= {
      verdict: [this.get("verdict")], state: [this.get("pile")], change: [this.get("change")],
      check: [this.data.checks[this.get("check")]], document: this.get("documents"),
      subject: names("subjects", this.get("subjects")), speaker: names("speakers", this.get("speakers")),
    };
  }
  label(table, name, place) { return this.data[table][this.get(name)[place]]?.slice(1); }
  // A text with what its marks stand for; quotes as nodes of their own language where `nodes` is set.
  told(text, language, nodes = false) {
    const parts = text.split(/([\x01-\x07][a-z])/).filter(Boolean).map((part) => {
      if (part[0] > "\x07" || part.length !== 2) return part;
      const place = part.charCodeAt(1) - 97;
      switch (part.charCodeAt(0)) {
        case 1: return nodes ? quoted(this.quote(place), this.language(place)) : `“${this.quote(place)}”`;
        case 2: return `(${this.allows(place, language)[0]})`;
        case 3: return `(${this.allows(place, language)[1]})`;
        case 4: return this.label("subjects", "subjects", place)[language];
        case 5: return this.get("documents")[place];
        case 6: return this.get("numbers")[place];
        default: return grouped(this.get("numbers")[place], language);
      }
    });
    return nodes ? parts.flat() : parts.join("");
  }
  quote(place) { return this.told(this.get("quotes")[place], 0); }
  allows(place, language) { return this.get("allows")[place][language].map((one) => this.told(one, language)); }
  language(place) { return this.document(place).dataset.language; }
  document(place) { return this.data.documents.get(this.get("documents")[place]); }
  pair(texts, nodes) { return texts.map((text, language) => this.told(text, language, nodes)); }
  get text() {
    if (this.full) return this.full;
    // the message holds the quotes and the subject
    const about = ["speakers", "properties"].flatMap((name) => {
      const table = this.data[name];
      return [...new Set(this.get(name))].flatMap((place) => table[place]?.slice(1) ?? []);
    });
    return this.full = small([...this.pair(this.get("message")), ...about, ...this.facts.document, this.id].join("\n"));
  }
}

function farRow(item) {
  const row = document.getElementById("far-row").content.firstElementChild.cloneNode(true);
  const get = (name) => item.get(name);
  const title = query("h3", row);
  const pile = get("pile");
  row.classList.add("is-" + get("verdict"));
  query(".badge", row).append(...word(get("verdict")));
  query(".scope", row).append(...word("scope." + get("scope")));
  query(".state", row).append(...word("state." + pile));
  query(".state", row).classList.add(pile === "notes" ? "note" : pile);
  if (get("change")) {
    query(".mark.change", row).append(...word("change." + get("change")));
    query(".mark.change", row).classList.add(get("change"));
  } else query(".mark.change", row).remove();
  title.id = item.id + "-title";
  title.append(...both([0, 1].map((language) => titled(item, language))));
  const sources = new Map();
  get("documents").forEach((name, place) => sources.set(name, [...(sources.get(name) ?? []), place]));
  for (const places of sources.values()) {
    const letters = places.slice(0, 4).map(letterOf).join(", ") + (places.length > 4 ? "…" : "");
    const named = item.document(places[0]).firstElementChild.cloneNode(true);
    query(".sources", row).append(make("span", "", make("b", "", letters), " ", ...named.childNodes), " ");
  }
  const card = query(".card", row);
  card.id = item.id;
  card.setAttribute("aria-labelledby", title.id);
  const details = query("details", row);
  details.addEventListener("toggle", () => card.firstChild ?? fillCard(item, card));
  return row;
}

function titled(item, language) {
  const claims = item.get("quotes");
  const about = item.get("whole")
    ? query(`[data-check="${item.facts.check[0]}"] [lang=${["vi", "en"][language]}]`, words).textContent
    : ["subjects", "properties"].map((name) => item.label(name, name, 0)[language]).join(", ");
  if (item.get("whole")) return [about];
  const shown = claims.slice(0, claims.length > 3 ? 2 : 3).map((quote, place) => {
    const said = quote ? quoted(item.quote(place), item.language(place)) : recorded(item, place, language);
    return make("b", "c" + (place % 4), ...[said].flat(), make("sup", "", letterOf(place)));
  });
  if (claims.length > 3) shown.push(phrase("and-more", language).replace("{n}", claims.length - 2));
  const same = ["subjects", "properties"].every((name) => new Set(item.get(name)).size === 1);
  const choice = same && claims.length > 1 && claims.length <= 3;
  const joint = phrase(choice ? "or" : "and", language);
  const listed = shown.flatMap((one, at) => (at ? [at === shown.length - 1 ? joint : ", ", one] : [one]));
  const form = phrase(claims.length === 1 ? "title-one" : choice ? "title-or" : "title-agree", language);
  const [before, after] = form.split("{quotes}");
  return [before.replace("{about}", about), ...listed, after];
}

const recorded = (item, place, language) =>
  phrase("recorded", language).replace("{value}", item.allows(place, language)[0] ?? item.told(item.get("statements")[place][language], language));

function fillCard(item, card) {
  const get = (name) => item.get(name);
  card.append(document.getElementById("far-card").content.cloneNode(true));
  const put = (selector, ...children) => query(selector, card).append(...children);
  put(".lead", ...both(item.pair(get("message"), true)));
  put(".working", ...both(item.pair([get("working"), get("working")]).map((text, language) => (language ? text : text.replace(/(\d)\.(?=\d)/g, "$1,")))));
  put(".question", ...both(item.pair(get("question"), true)));
  get("quotes").forEach((quote, place) => {
    const document = item.document(place);
    const [named, cite] = [...document.children].map((child) => child.cloneNode(true));
    const caption = make("figcaption", "", make("b", "", letterOf(place)), " ", named, ...(cite ? [" · ", cite] : []));
    const speaker = item.label("speakers", "speakers", place);
    if (speaker) caption.append(" · ", ...both([0, 1].map((language) => phrase("speaker", language).replace("{name}", speaker[language]))));
    if (get("modes")[place] !== "f") caption.append(" · ", ...word("mode." + get("modes")[place]));
    const figure = make("figure", "claim c" + (place % 4), caption);
    if (quote) {
      const block = make("blockquote", "", make("p", "", ...quoted(item.quote(place), item.language(place))));
      block.lang = item.language(place);
      figure.append(block);
    } else figure.append(make("p", "quiet", ...word("not-quoted")));
    figure.append(make("p", "statement", ...both(item.pair(get("statements")[place]))));
    const { address } = document.dataset;
    if (address) {
      const link = make("a", "", ...word("source"));
      const exact = encodeURIComponent(item.quote(place)).replaceAll("-", "%2D");
      link.href = address + (quote ? (address.includes("#") ? "" : "#") + ":~:text=" + exact : "");
      link.rel = "noreferrer";
      figure.append(make("p", "control", link));
    }
    put(".claims", figure);
    if (get("allows")[place][0].length) put(".allows", make("li", "", make("b", "c" + (place % 4), letterOf(place)), " ", ...meanings(item, place)));
  });
  if (!query(".allows", card).firstChild) query(".meanings", card).remove();
  for (const [vi, en, working] of get("perhaps")) put(".perhaps ul", make("li", "", ...both(item.pair([vi, en], true)), make("br"), make("span", "quiet", working)));
  if (!get("perhaps").length) query(".perhaps", card).remove();
  const name = item.facts.check[0];
  const check = query(`[data-check="${name}"]`, words);
  put(".check", ...check.cloneNode(true).childNodes, ` (${name})`);
  put(".rule", check.dataset.rule);
  decide(item, card, name);
  const link = query(".permalink a", card);
  link.href = "#" + item.id;
  link.append(item.id);
  query(".question", card).id = item.id + "-question";
  query(".copy-question", card).dataset.copy = item.id + "-question";
  query(".copy-link", card).dataset.link = item.id;
}

const meanings = (item, place) => {
  const [strict, loose] = [0, 1].map((grade) => both([0, 1].map((language) => item.allows(place, language)[grade] ?? "")));
  if (!item.get("allows")[place][0][1]) return strict;
  return [...word("reading.strict"), ": ", ...strict, "; ", ...word("reading.loose"), ": ", ...loose];
};

function decide(item, card, name) {
  const ruling = item.get("ruling");
  if (ruling) {
    query(".entry", card).remove();
    query(".decision", card).append(...word("decision." + ruling.decision));
    query(".reason", card).append(...both([ruling.reason.vi, ruling.reason.en]));
    query(".ruled-by", card).append(`${ruling.by}, ${ruling.on}${ruling.until ? ` – ${ruling.until}` : ""}`);
    return;
  }
  query(".ruling", card).remove();
  if (item.get("verdict") === "note") return query(".entry", card).remove();
  const entry = { fingerprint: item.id, check: name, decision: "", reason: { vi: "", en: "" }, by: "", on: "", until: null };
  const call = query(".call", card);
  call.textContent = call.textContent.replace("{id}", item.id);
  call.id = item.id + "-call";
  query(".copy-call", card).dataset.copy = call.id;
  query(".json", card).append(JSON.stringify(entry, null, 2));
}

function join(data) {
  words = document.getElementById("far-words").content;
  data.documents = new Map(every("[data-document]", words).map((one) => [one.dataset.document, one]));
  const counts = Object.fromEntries(Object.entries(piles).map(([name, pile]) => [name, pile.all.length]));
  for (let at = 0; at < data.columns.id.length; at++) {
    const pile = piles[data.columns.pile[at]];
    const item = new Far(data, at, pile.all.length);
    pile.all.push(item);
    known.set(item.id, item);
  }
  for (const [name, pile] of Object.entries(piles)) {
    if (pile.all.length === counts[name]) continue;
    pile.limit = Math.max(SCREEN, counts[name]);
    pile.button = make("button", "more", ...word("more"));
    pile.button.type = "button";
    pile.button.addEventListener("click", () => {
      const next = pile.limit;
      pile.limit += SCREEN;
      draw(pile, pile.found ?? pile.all);
      query("summary", pile.list.children[next]).focus();
    });
    pile.list.after(pile.button);
    const note = query("p.far", pile.list.closest("section"));
    if (note) note.remove();
    if (!counts[name]) draw(pile, pile.all);
  }
  // thousands of choices are made when somebody looks for one
  chooseFrom = () => {
    chooseFrom = undefined;
    choicesFrom(data);
  };
  query("details", form).addEventListener("toggle", () => chooseFrom?.(), { once: true });
  if (query("details", form).open) chooseFrom();
  packed = undefined;
  if (location.hash) fromAddress();
  document.documentElement.dataset.ready = "1";
  fold();
}

// The choices of long lists are made here, from the data.
function choicesFrom(data) {
  const labels = {
    document: [...data.documents.values()].map((one) => [one.dataset.document, `${one.dataset.document}: ${query("cite", one).textContent}`]),
    subject: data.subjects, speaker: data.speakers,
  };
  for (const [name, rows] of Object.entries(labels)) {
    const select = form.elements[name];
    if (!select) continue;
    for (const [value, vi, en = vi] of rows) {
      const option = make("option", "", english() ? en : vi);
      Object.assign(option, { value });
      Object.assign(option.dataset, { vi, en });
      select.append(option);
    }
    select.value = view[name] ?? "";
  }
}
