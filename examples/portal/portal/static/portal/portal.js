// A little help; every page works without it. What depends on another answer of the same form is shown when it matters.
"use strict";
const answers = (name) => [...document.getElementsByName(name)]
  .filter((box) => !["radio", "checkbox"].includes(box.type) || box.checked).map((box) => box.value);
const day = (text) => text.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, d, m, y) => `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
const matters = (part) => {
  const { shownIf, among, first, last } = part.dataset;
  return answers(shownIf).some((answer) => among
    ? among.split(" ").includes(answer)
    : /^\d{4}-/.test(day(answer)) && (!first || day(answer) >= first) && (!last || day(answer) <= last));
};
const refresh = () => document.querySelectorAll("[data-shown-if]").forEach((part) => { part.hidden = !matters(part); });
document.addEventListener("input", refresh);
refresh();
const problem = document.querySelector("[role=alert]");
if (problem) problem.focus();
