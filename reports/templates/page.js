"use strict";
// The page is complete without this script. With it, the list can be filtered, searched and sorted, and the view is kept
// in the address; a question, a link or an entry can be copied; the browser knows the language shown.
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

// Search: a plain letter matches with or without diacritics; a word typed with diacritics matches only those.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gu, "d");
const small = (text) => text.normalize("NFC").toLowerCase();
const wordsOf = (text) => small(text).split(/\s+/).filter(Boolean).map((word) => ({ word, bare: plain(word) }));

const NAMES = ["verdict", "state", "change", "check", "document", "subject", "speaker"];
const buckets = Object.fromEntries(every(".rows").map((list) => [list.dataset.bucket, { list, all: [], limit: Infinity }]));
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

for (const bucket of Object.values(buckets)) {
  bucket.all = every(":scope > .finding", bucket.list).map((row, order) => new Near(row, order));
  for (const item of bucket.all) known.set(query(".card", item.row).id, item);
}

let view = {};
let chooseFrom; // creates the options of long lists, until it has been called
let packed; // the discrepancies in the page as data, until they have been read

function show() {
  const words = wordsOf(view.q ?? "");
  const asked = NAMES.filter((name) => view[name]);
  const order = ORDERS[view.sort];
  for (const bucket of Object.values(buckets)) {
    const found = bucket.all.filter((item) => item.matches(asked, words));
    if (order) found.sort((one, other) => order(one, other) || one.order - other.order);
    if (bucket.limit < Infinity) bucket.limit = SCREEN;
    draw(bucket, found);
  }
  tellCounts();
  for (const chip of every(".chip[data-view]")) {
    const [name, value] = chip.dataset.view.split("=");
    if (view[name] === value) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
}

// Prints how many are shown, in the language of the page.
function tellCounts() {
  let count = 0;
  let all = 0;
  for (const bucket of Object.values(buckets)) {
    const found = (bucket.found ?? bucket.all).length;
    const counter = query("[data-shown]", bucket.list.closest("section"));
    counter.textContent = found < bucket.all.length ? `${number(found)} / ` : "";
    count += found;
    all += bucket.all.length;
  }
  const filtered = Object.keys(view).some((name) => name !== "sort" && view[name]);
  query("button[type=reset]", form).hidden = !filtered && !view.sort;
  query("#matched").textContent = filtered ? counted(count, all) : "";
}

// Rows are removed, not hidden, because a browser lays out a list again for each hidden row. Only the first rows of a
// long list are in the page; a button adds more.
const SCREEN = 20;
function draw(bucket, found) {
  const rows = found.slice(0, bucket.limit).map((item) => item.row);
  if (rows.length !== bucket.list.children.length || rows.some((row, at) => row !== bucket.list.children[at])) {
    bucket.list.replaceChildren(...rows);
  }
  bucket.found = found;
  if (bucket.button) bucket.button.hidden = found.length <= bucket.limit;
}

// Draws the current rows again.
function redraw() {
  for (const bucket of Object.values(buckets)) draw(bucket, bucket.found ?? bucket.all);
  tellCounts();
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
  const bucket = Object.values(buckets).find((one) => one.all.includes(item));
  if (!item.row.isConnected) {
    view = {};
    fill();
    show();
    if (!item.row.isConnected) draw(bucket, [item, ...bucket.all.filter((other) => other !== item)]);
  }
  query("details", item.row).open = true;
  item.row.scrollIntoView();
}

function toAddress() {
  const parameters = new URLSearchParams(Object.entries(view).filter(([, value]) => value)).toString();
  history.replaceState(null, "", parameters ? "#?" + parameters : location.href.split("#")[0]);
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
      // on a phone the list is below the screen
      if (view[name]) query(".rows > .finding")?.closest("section").scrollIntoView({ block: "nearest" });
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

packed = document.getElementById("far");
if (form && !packed) {
  fromAddress();
  fold();
}

// Prepares the search texts while the browser is idle, by running a search, so that its code is compiled as well.
function fold() {
  const all = Object.values(buckets).flatMap((bucket) => bucket.all);
  let at = 0;
  const nothing = wordsOf("\u0000");
  const some = (idle) => {
    do for (const end = at + 50; at < end && at < all.length; at++) all[at].matches([], nothing);
    while (at < all.length && idle.timeRemaining() > 5);
    if (at < all.length) requestIdleCallback(some);
    else {
      number(0);
      redraw(); // formatting the first number and running new code take longer than a search
    }
  };
  globalThis.requestIdleCallback?.(some);
}
