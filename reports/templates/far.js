"use strict";
// Shows the discrepancies of a very large report that are in its page only as data: they are read after the first part
// of the page is drawn. Each becomes a row when it comes into view, and a card when the row is opened.
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
// A to Z, AA, AB and so on
const letterOf = (place) => (place < 26 ? "" : letterOf(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));
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
      verdict: [this.get("verdict")], state: [this.get("bucket")], change: [this.get("change")],
      check: [this.data.checks[this.get("check")]], document: this.get("documents"),
      subject: names("subjects", this.get("subjects")), speaker: names("speakers", this.get("speakers")),
    };
  }
  label(table, name, place) { return this.data[table][this.get(name)[place]]?.slice(1); }
  // A text with its marks replaced; quotes become nodes in their own language if `nodes` is set.
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
    // the message contains the quotes and the subject
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
  const bucket = get("bucket");
  row.classList.add("is-" + get("verdict"));
  query(".badge", row).append(...word(get("verdict")));
  query(".scope", row).append(...word("scope." + get("scope")));
  query(".state", row).append(...word("state." + bucket));
  query(".state", row).classList.add(bucket === "notes" ? "note" : bucket);
  if (get("change")) {
    query(".mark.change", row).append(...word("change." + get("change")));
    query(".mark.change", row).classList.add(get("change"));
  } else query(".mark.change", row).remove();
  title.id = item.id + "-title";
  title.append(...both([0, 1].map((language) => titled(item, language))));
  const sources = new Map();
  get("documents").forEach((name, place) => sources.set(name, [...(sources.get(name) ?? []), place]));
  for (const places of sources.values()) {
    const letters = places.slice(0, 4).map(letterOf).join(", ");
    const rest = places.length > 4 ? [...both([0, 1].map((language) => phrase("and-more", language).replace("{n}", places.length - 4))), " "] : [];
    const named = item.document(places[0]).firstElementChild.cloneNode(true);
    query(".sources", row).append(make("span", "", make("b", "", letters), " ", ...rest, ...named.childNodes), " ");
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
  const joint = claims.length > 3 ? " " : phrase(choice ? "or" : "and", language);
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
  const counts = Object.fromEntries(Object.entries(buckets).map(([name, bucket]) => [name, bucket.all.length]));
  for (let at = 0; at < data.columns.id.length; at++) {
    const bucket = buckets[data.columns.bucket[at]];
    const item = new Far(data, at, bucket.all.length);
    bucket.all.push(item);
    known.set(item.id, item);
  }
  for (const [name, bucket] of Object.entries(buckets)) {
    if (bucket.all.length === counts[name]) continue;
    bucket.limit = Math.max(SCREEN, counts[name]);
    bucket.button = make("button", "more", ...word("more"));
    bucket.button.type = "button";
    bucket.button.addEventListener("click", () => {
      const next = bucket.limit;
      bucket.limit += SCREEN;
      draw(bucket, bucket.found ?? bucket.all);
      query("summary", bucket.list.children[next]).focus();
    });
    bucket.list.after(bucket.button);
    const note = query("p.far", bucket.list.closest("section"));
    if (note) note.remove();
    if (!counts[name]) draw(bucket, bucket.all);
  }
  // the thousands of options are created only when somebody opens the list
  chooseFrom = () => {
    chooseFrom = undefined;
    choicesFrom(data);
  };
  query("details", form).addEventListener("toggle", () => chooseFrom?.(), { once: true });
  // removes the rows after the first screen when the search gets the focus, so that the first letter is not delayed
  const cut = () => {
    for (const bucket of Object.values(buckets)) if (bucket.limit < Infinity) bucket.limit = SCREEN;
    redraw();
  };
  form.elements.q.addEventListener("focus", cut, { once: true });
  if (query("details", form).open) chooseFrom();
  packed = undefined;
  if (location.hash) fromAddress();
  document.documentElement.dataset.ready = "1";
  fold();
}

// Creates the options of long lists from the data.
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

const readFar = () => unpack(packed.textContent).then(join);
setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(readFar), 100); // after the first screen
