// Reads dates with chrono-node: a request a line on standard input, an answer a line on standard output.
// node chrono.mjs PACKAGE, where PACKAGE is the folder of the installed chrono-node.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const chrono = require(process.argv[2]);
const { version } = require(`${process.argv[2]}/package.json`);

// The instant of noon in Hanoi, so that no zone of the machine moves the day.
const reference = (day) => ({ instant: new Date(`${day}T05:00:00Z`), timezone: 420 });

const reader = (language) => (language === "en" ? chrono : chrono[language]).casual;

// The parts of a date that the text says; a month alone has no day.
function parts(components) {
  const known = (part) => components.isCertain(part);
  const year = components.get("year");
  if (known("day") || known("weekday")) return [year, components.get("month"), components.get("day")];
  if (known("month")) return [year, components.get("month")];
  return known("year") ? [year] : [year, components.get("month"), components.get("day")];
}

// JavaScript counts UTF-16 units, the labels count code points.
const points = (text, units) => Array.from(text.slice(0, units)).length;

const found = (text, result) => ({
  start: points(text, result.index),
  end: points(text, result.index + result.text.length),
  first: parts(result.start),
  last: result.end ? parts(result.end) : null,
});

const answer = ({ texts, language, day, timed }) => {
  const read = (text) => reader(language).parse(text, reference(day));
  const begun = performance.now();
  const results = texts.map(read);
  const seconds = (performance.now() - begun) / 1000;
  return timed ? { seconds } : { found: results.map((ones, i) => ones.map((one) => found(texts[i], one))) };
};

console.log(JSON.stringify({ version }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
