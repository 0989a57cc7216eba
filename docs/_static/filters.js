/* Filters over the entries of an index. Without this script every entry is there to be opened and read. */
"use strict";

const WORDS = {
  en: { text: "Words or code", day: "In force on", all: "all", shown: "shown",
        severity: "Kind", commands: "Command", role: "Who", certainty: "Certainty" },
  fr: { text: "Mots ou code", day: "En vigueur le", all: "toutes", shown: "affichés",
        severity: "Nature", commands: "Commande", role: "Qui", certainty: "Certitude" },
};

/* Accents, case and "(e)" make no difference, nor does what stands between words; an article is an art. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/œ/gi, "oe").replace(/\((?:e|s|es|ne)\)/gi, "").toLowerCase().match(/[\p{L}\p{N}]+/gu)?.map((each) => each.replace(/^articles?$/, "art")) || [];
/* A number is a whole word; any other word may be the beginning of one. */
const has = (words, word) => words.some((each) => (/^\p{N}+$/u.test(word) ? each === word : each.startsWith(word)));
const holds = (text, words, there = folded(text)) => words.every((word) => has(there, word));

function field(name, input) {
  const label = document.createElement("label");
  label.append(name, " ", input);
  return label;
}

function choices(items, key, words) {
  const select = document.createElement("select");
  const values = new Set(items.flatMap((item) => (key === "certainty" || key === "severity"
    ? [item.dataset[key]] : item.dataset[key].split(" "))));
  select.append(new Option(words.all, ""), ...[...values].filter(Boolean).sort().map((value) => new Option(value, value)));
  select.dataset.key = key;
  return select;
}

function fits(item, text, day, selects) {
  const { from, until, words = "" } = item.dataset;
  return holds(`${item.textContent} ${words}`, folded(text))
    && (!day || !from || (from <= day && (!until || day < until)))
    && selects.every((select) => !select.value
      || item.dataset[select.dataset.key] === select.value
      || item.dataset[select.dataset.key].split(" ").includes(select.value));
}

function start(place) {
  const words = WORDS[document.documentElement.lang] || WORDS.en;
  const items = [...document.querySelectorAll(".item")];
  const groups = [...document.querySelectorAll(".group")];
  const text = Object.assign(document.createElement("input"), { type: "search" });
  const day = Object.assign(document.createElement("input"), { type: "date" });
  const count = Object.assign(document.createElement("output"), { className: "count" });
  const selects = ["severity", "commands", "role", "certainty"]
    .filter((key) => items.some((item) => key in item.dataset))
    .map((key) => choices(items, key, words));
  const apply = () => {
    const isFiltered = Boolean(text.value || day.value || selects.some((select) => select.value));
    for (const item of items) {
      item.hidden = !fits(item, text.value, day.value, selects);
    }
    for (const group of groups) {
      const isEmpty = !group.querySelector(".item:not([hidden])");
      group.hidden = isEmpty;
      if (group.tagName === "DETAILS") {
        group.open = isFiltered && !isEmpty;
      }
    }
    count.textContent = `${items.filter((item) => !item.hidden).length} ${words.shown}`;
  };
  place.append(field(words.text, text), ...selects.map((select) => field(words[select.dataset.key], select)));
  if ("day" in place.dataset) {
    place.append(field(words.day, day));
  }
  place.append(count);
  place.hidden = false;
  place.addEventListener("input", apply);
  text.value = new URLSearchParams(window.location.search).get("q") || "";
  apply();
}

document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector(".filters");
  if (place) {
    start(place);
  }
});
