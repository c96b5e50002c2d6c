"use strict";
// Steps from mark to mark in a document, and opens the folded parts that a link leads to. Without it, marks are links.
{
  const marks = (part) => [...part.querySelectorAll("a.tag[id]")].filter((mark) => mark.getClientRects().length);

  function step(part, way) {
    const all = marks(part);
    const from = part.contains(document.activeElement) && all.includes(document.activeElement)
      ? all.indexOf(document.activeElement)
      : all.indexOf(part.lastMark);
    const next = all[from < 0 ? (way > 0 ? 0 : all.length - 1) : (from + way + all.length) % all.length];
    if (!next) return;
    part.lastMark = next;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  for (const button of document.querySelectorAll("[data-step]")) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => step(button.closest(".document"), Number(button.dataset.step)));
  }

  // only while a document has the focus, so that the keys are free elsewhere
  document.addEventListener("keydown", (event) => {
    const part = event.target.closest(".document[open]");
    const way = { n: 1, p: -1 }[event.key];
    if (!part || !way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step(part, way);
  });

  function reveal() {
    const name = location.hash.slice(1);
    // a colon may be encoded; nothing else in an address is decoded
    const target = document.getElementById(name.replaceAll("%3A", ":"));
    if (!target) return;
    let folded = false;
    for (let part = target.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) {
      part.open = folded = true;
    }
    if (folded) target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
}
