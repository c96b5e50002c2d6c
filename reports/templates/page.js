"use strict";
// The page is whole without this script, which only adds copying and tells the browser which language is read.
const told = (name) => document.getElementById("told-" + name).cloneNode(true);
const status = document.getElementById("status");
let clearing;

function tell(name) {
  status.replaceChildren(...told(name).childNodes);
  clearTimeout(clearing);
  clearing = setTimeout(() => status.replaceChildren(), 4000);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.innerText);
      tell("copied");
    } catch {
      getSelection().selectAllChildren(source);
      tell("select");
    }
  });
}

for (const radio of document.querySelectorAll("input[name=language]")) {
  const read = () => { if (radio.checked) document.documentElement.lang = radio.value; };
  radio.addEventListener("change", read);
  read();
}
