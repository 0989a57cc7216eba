// A little help; every page works without it. What depends on another answer of the same form is shown when it matters.
"use strict";
const answers = (name) => [...document.getElementsByName(name)]
  .filter((box) => !["radio", "checkbox"].includes(box.type) || box.checked).map((box) => box.value);
const day = (text) => text.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, d, m, y) => `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`);
const holds = (name, among, first, last) => answers(name).some((answer) => among
  ? among.split(" ").includes(answer)
  : /^\d{4}-/.test(day(answer)) && (!first || day(answer) >= first) && (!last || day(answer) <= last));
const matters = ({ dataset }) => holds(dataset.shownIf, dataset.among, dataset.first, dataset.last);
const isRequired = ({ dataset }) => holds(dataset.requiredIf, dataset.requiredAmong, dataset.requiredFirst, dataset.requiredLast);
const refresh = () => {
  document.querySelectorAll("[data-shown-if]").forEach((part) => { part.hidden = !matters(part); });
  // Questions that can wait are folded, until an answer makes one of them compulsory.
  document.querySelectorAll("details.further:not([open])").forEach((part) => {
    part.open = [...part.querySelectorAll("[data-required-if]")].some(isRequired);
  });
};
document.addEventListener("input", refresh);
refresh();
const problem = document.querySelector("[role=alert]");
if (problem) problem.focus();

// The conditions of a new password, ticked as it is typed: a help alone, for the rules on the server decide.
const password = document.querySelector('input[type="password"][autocomplete="new-password"]');
const hint = password && document.getElementById(`${password.name}-hint`);
if (hint) {
  const tests = [/^[^]{8,}$/, /\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{N}\s]/u];
  const meter = Object.assign(document.createElement("meter"), { min: 0, max: tests.length, low: 3, high: 4, optimum: 5 });
  meter.setAttribute("aria-label", hint.textContent);
  hint.append(document.createElement("br"), meter);
  password.addEventListener("input", () => { meter.value = tests.filter((test) => test.test(password.value)).length; });
}
const print = document.querySelector("button.print");
if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
