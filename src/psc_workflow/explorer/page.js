"use strict";
/* The explorer. It shows the data that Python wrote into the page and works out no premium and no decision: what a
   household pays is looked up in a grid or asked of Python, and only totals are subtracted from one another. Nothing of
   the data is ever read as markup: texts become text nodes. */

const data = JSON.parse(document.getElementById("data").textContent);
const TABS = ["chart", "now", "time", "money", "catalogue", "evidence"];
const CHANNELS = ["employer", "payroll", "debited"];
const CERTAINTIES = Object.keys(data.words.lists.Certainty);
const last = data.moments.filter((moment) => !moment.foreseen.length).length - 1;
const shown = {
  locale: data.locale, theme: "auto", tab: "chart", moment: last, role: "agent", level: "main",
  journey: data.moments[last].where.journey, state: data.moments[last].where.state,
  register: "member", formula: null, search: "", list: "findings", severity: "", certainty: "", day: "",
  contract: data.contracts[0].id, axes: {}, answer: {}, command: null, entry: null, place: 0,
};

// -- words ----------------------------------------------------------------------------------------

const pick = (text) => (text ? text[shown.locale] : "");
const say = (name, facts = {}) =>
  pick(data.words.page[name]).replace(/\{(\w+)\}/g, (_, fact) => String(facts[fact]));
const word = (list, name) => pick(data.words.lists[list][name]) || name;
const chart = (name) => data.charts.find((each) => each.name === name);
const state = (journey, name) => chart(journey).states.find((each) => each.name === name);
const stateLabel = (journey, name) => pick((state(journey, name) || { label: { fr: name, en: name } }).label);
const finding = (code) => data.findings.find((each) => each.code === code);
const euros = (cents) => cents === null ? say("unknown") : new Intl.NumberFormat(
  shown.locale === "fr" ? "fr-FR" : "en-GB", { style: "currency", currency: "EUR" }).format(cents / 100);

function day(at) {
  const [year, month, date] = at.slice(0, 10).split("-").map(Number);
  const options = date ? { day: "numeric", month: "long", year: "numeric" } : { month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(shown.locale === "fr" ? "fr-FR" : "en-GB", { ...options, timeZone: "UTC" })
    .format(Date.UTC(year, month - 1, date || 1)).replace(/^1 /, shown.locale === "fr" ? "1er " : "1 ");
}

const instant = (at) => at.length > 10 ? `${day(at)}, ${at.slice(11, 16)}` : day(at);

// -- elements -------------------------------------------------------------------------------------

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const link = (hash, text) => h("a", { href: `#${hash}` }, text);
const badge = (kind, text) => h("span", { class: `badge ${kind}` }, text);

function choice(id, title, options, value, choose) {
  return h("label", { for: id }, title, h("select", { id, onchange: (event) => { choose(event.target.value); render(); } },
    options.map(([name, text]) => h("option", { value: name, selected: String(name) === String(value) }, text))));
}

function table(caption, headings, rows, numbers = []) {
  const kind = (column) => numbers.includes(column) ? { class: "number" } : {};
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", {},
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, headings.map((text, column) => h("th", { scope: "col", ...kind(column) }, text)))),
    h("tbody", {}, rows.map((row) => h("tr", row.look ? { class: row.look } : {}, (row.cells || row).map((cell, column) =>
      column ? h("td", kind(column), cell) : h("th", { scope: "row" }, cell)))))));
}

function sources(places) {
  const items = places.map((place) => data.pools.sources[place]).filter(Boolean).map((source) => h("li", {}, source.address
    ? [h("a", { href: source.address, rel: "noreferrer" }, pick(source.title)), source.is_official ? ` (${say("official")})` : ""]
    : pick(source.title), pick(source.note) ? ` ${pick(source.note)}` : null, source.sentence ? [h("br"), h("span", { class: "soft" }, pick(source.sentence))] : null));
  return items.length ? h("details", {}, h("summary", {}, `${say("sources")} (${items.length})`), h("ul", {}, items)) : null;
}

function findingCard(short) {
  const shared = finding(short.code) || {};
  const each = Object.fromEntries(Object.entries(short).map(([name, value]) => [name, value === null ? shared[name] : value]));
  return h("div", { class: `finding ${each.severity}` },
    h("p", {}, badge(each.severity === "refused" ? "bad" : "warn", word("Severity", each.severity)), " ", pick(each.text)),
    pick(each.remedy) ? h("p", { class: "soft" }, `${say("remedy")} — ${pick(each.remedy)}`) : null,
    h("p", {}, finding(each.code) ? link(`finding/${each.code}`, each.code) : each.code, each.path ? ` · ${each.path}` : ""),
    sources(each.sources));
}

const findingCards = (places) => places.map((place) => findingCard(data.pools.findings[place]));

function effects(names) {
  if (!names.length) return null;
  return h("div", {}, h("h3", {}, say("effects")), h("ul", {}, names.map((name) =>
    h("li", {}, h("code", {}, name), " – ", pick(data.words.effects[name])))));
}

// -- the moment -----------------------------------------------------------------------------------

function goTo(number) {
  shown.moment = Math.max(0, Math.min(data.moments.length - 1, number));
  const moment = data.moments[shown.moment];
  shown.journey = moment.where.journey;
  shown.state = moment.where.state;
  shown.formula = null;
  shown.answer = {};
  if (moment.at.length > 7) shown.place = Math.max(0, placeOf(moment.at));
}

// -- the day: how many days after the first one of the calendar -------------------------------------

const DAY = 86400000;
const placeOf = (at) => Math.round((Date.parse(at.slice(0, 10)) - Date.parse(data.calendar.first)) / DAY);
const dayAt = (place) => new Date(Date.parse(data.calendar.first) + place * DAY).toISOString().slice(0, 10);
const stretchAt = (place) => data.calendar.stretches.findLast((each) => each.from <= place);

function goToDay(place) {
  const chosen = Math.max(0, Math.min(data.calendar.length - 1, place));
  goTo(stretchAt(chosen).moment);
  shown.place = chosen;
}

function momentBar() {
  const moment = data.moments[shown.moment], all = data.moments.length;
  const step = (id, text, by) => h("button", { id, type: "button", "aria-label": say(id), disabled: shown.moment + by < 0 || shown.moment + by >= all,
    onclick: () => { goTo(shown.moment + by); render(); } }, text);
  return h("section", { class: "moment", "aria-label": say("moment") }, step("before", "‹", -1),
    h("div", {},
      slider("moment", "moment-shown", { max: all - 1, value: shown.moment, "aria-label": say("moment"), "aria-valuetext": momentText() }, goTo, momentText, momentShown),
      h("div", { id: "moment-shown", "aria-live": "polite" }, momentShown())),
    step("after", "›", 1));
}

const momentText = () => `${instant(data.moments[shown.moment].at)} – ${pick(data.moments[shown.moment].title)}`;

function momentShown() {
  const moment = data.moments[shown.moment];
  return [h("strong", {}, momentText()), " ", moment.foreseen.length ? badge("warn", say("foreseen")) : moment.act ? outcome(moment.act.outcome) : null, " ",
    h("span", { class: "soft" }, say("of_all", { number: shown.moment + 1, all: data.moments.length }))];
}

/* While it is dragged, only what is said beside it changes; the page follows when it is let go. A key does both. */
function slider(id, beside, attributes, choose, text, content) {
  return h("input", { id, type: "range", min: 0, ...attributes,
    oninput: (event) => {
      choose(Number(event.target.value));
      event.target.setAttribute("aria-valuetext", text());
      document.getElementById(beside).replaceChildren(...content().flat(Infinity).filter(Boolean));
    },
    onchange: render });
}

const outcome = (name) => badge(name === "accepted" || name === "duplicate" ? "good" : "bad", word("Outcome", name));

// -- chart ----------------------------------------------------------------------------------------

function standing(journey, name) {
  const moment = data.moments[shown.moment];
  if (moment.states[journey] === name) return "here";
  if (moment.where.journey === journey && moment.passed.includes(name)) return "passed";
  const from = moment.states[journey];
  const offered = new Set(data.pools.offers[moment.offers[shown.role]].filter((offer) => offer[0] === journey && offer[2]).map((offer) => offer[1]));
  const leads = (each) => each.source === from && each.target === name && (each.do === null || offered.has(each.do));
  if (chart(journey).transitions.some(leads)) return "reachable";
  return moment.where.journey === journey && moment.left.includes(name) ? "ahead" : "elsewhere";
}

function drawing() {
  const copy = document.getElementById(`drawing-${shown.journey}-${shown.level}-${shown.locale}`).content.cloneNode(true);
  for (const group of copy.querySelectorAll("[data-state]")) {
    const name = group.getAttribute("data-state");
    group.classList.add(`is-${standing(shown.journey, name)}`);
    if (name === shown.state) group.classList.add("is-shown");
    group.addEventListener("click", () => { shown.state = name; render(); });
  }
  return h("div", { class: "drawing", tabindex: "0", role: "region", "aria-label": say("drawing") }, copy);
}

function conditions(transition) {
  return transition.conditions.length ? h("ul", {}, transition.conditions.map((name) => {
    const guard = data.guards[name];
    return h("li", {}, pick(guard.label), guard.findings.length ? h("details", {},
      h("summary", {}, `${say("can_answer")} (${guard.findings.length})`),
      h("ul", {}, guard.findings.map((code) => h("li", {}, link(`finding/${code}`, code))))) : null);
  })) : say("none");
}

function transitionRow(each) {
  const by = each.do ? each.roles.map((role) => word("Role", role)).join(", ") : say("deadline");
  return [h("span", {}, pick(each.label), h("br"), h("span", { class: "soft" }, by)), conditions(each), stateLabel(shown.journey, each.target)];
}

function stateDetails() {
  const chosen = state(shown.journey, shown.state);
  if (!chosen) return h("p", {}, say("choose_state"));
  const here = chart(shown.journey).transitions.filter((each) => each.source === chosen.name);
  const asks = [...new Set(here.filter((each) => each.level === "main").map((each) => each.event))].flatMap((event) => data.asked[event] || []);
  return h("section", { "aria-label": say("state_shown") }, h("h2", {}, pick(chosen.label)),
    h("p", {}, badge("main", say(standing(shown.journey, chosen.name))), " ", h("code", {}, chosen.name), " ",
      link(`state/${shown.journey}/${chosen.name}`, say("link_here"))),
    chosen.screen ? h("p", {}, h("span", { class: "soft" }, `${say("screen")} – `), h("span", { lang: "fr" }, chosen.screen)) : null,
    asks.length ? h("details", {}, h("summary", {}, `${say("questions")} (${asks.length})`), h("ul", {}, asks.map((each) => h("li", {}, pick(each.question))))) : null,
    table(say("transitions"), [say("by"), say("conditions"), say("to")], here.map(transitionRow)));
}

function chartPanel() {
  const one = chart(shown.journey);
  const rows = one.states.map((each) => ({ look: standing(shown.journey, each.name) === "here" ? "is-here" : "", cells: [
    h("button", { type: "button", id: `show-${each.name}`, "aria-pressed": String(each.name === shown.state), onclick: () => { shown.state = each.name; render(); } }, pick(each.label)),
    pick(each.stage_label), h("span", { lang: "fr" }, each.screen), say(standing(shown.journey, each.name))] }));
  return [
    h("div", { class: "row" },
      choice("journey", say("journey"), data.charts.map((each) => [each.name, pick(each.label)]), shown.journey, (name) => {
        shown.journey = name; shown.state = data.moments[shown.moment].states[name]; }),
      choice("level", say("level"), [["main", say("level_main")], ["full", say("level_full")]], shown.level, (name) => { shown.level = name; })),
    h("div", { class: "columns" }, drawing(), h("div", { class: "side" }, stateDetails())),
    h("h2", {}, say("states")),
    table(pick(one.label), [say("state"), say("stage"), say("screen"), say("standing")], rows),
  ];
}

// -- now ------------------------------------------------------------------------------------------

function offerCard([journey, do_, isOffered, findings, title]) {
  return h("li", { class: `card ${isOffered ? "" : "is-off"}` },
    h("p", {}, h("strong", {}, pick(data.pools.labels[title])), " ", badge(isOffered ? "good" : "bad", say(isOffered ? "offered" : "not_offered")), " ", h("code", {}, do_)),
    isOffered ? null : h("p", { class: "soft" }, `${say("may_give")} ${givers(do_, journey)}`), findingCards(findings));
}

function givers(do_, journey) {
  const transition = chart(journey).transitions.find((each) => each.do === do_);
  return transition ? transition.roles.map((role) => word("Role", role)).join(", ") : "";
}

function nowPanel() {
  const moment = data.moments[shown.moment], offers = data.pools.offers[moment.offers[shown.role]];
  const roles = Object.keys(moment.offers).map((role) => [role, word("Role", role)]);
  const list = (items) => items.length ? h("ul", { class: "plain" }, items.map(offerCard)) : null;
  return [
    h("h2", {}, say("status")), h("p", {}, h("strong", {}, pick(moment.status))),
    table(say("standing"), [say("journey"), say("state")], data.charts.map((each) => [pick(each.label),
      link(`state/${each.name}/${moment.states[each.name]}`, stateLabel(each.name, moment.states[each.name]))])),
    moment.act ? [h("h2", {}, say("last_step")),
      h("p", {}, h("strong", {}, pick(moment.title)), ` – ${word("Role", moment.act.role)} `, outcome(moment.act.outcome)),
      findingCards(moment.act.findings), effects(moment.act.effects)] : null,
    moment.warnings.length ? [h("h2", {}, say("warnings")), findingCards(moment.warnings)] : null,
    h("h2", {}, say("offers")),
    h("div", { class: "row" }, choice("role", say("role"), roles, shown.role, (name) => { shown.role = name; })),
    offers.length ? [list(offers.filter((offer) => offer[2])), list(offers.filter((offer) => !offer[2]))] : h("p", {}, say("nothing_offered")),
    data.token ? tryForm(offers) : null,
  ];
}

function tryForm(offers) {
  const names = offers.map((offer) => offer[1]);
  if (!names.includes(shown.command)) shown.command = names[0];
  return h("form", { onsubmit: (event) => { event.preventDefault(); ask("decide", { moment: shown.moment, role: shown.role, do: shown.command,
    fields: document.getElementById("fields").value }); } },
    h("h2", {}, say("try")),
    h("div", { class: "row" }, choice("command", say("command"), offers.map((offer) => [offer[1], pick(data.pools.labels[offer[4]])]), shown.command, (name) => { shown.command = name; })),
    h("label", { for: "fields" }, say("fields"), h("textarea", { id: "fields", spellcheck: "false" }, shown.fields || "{}")),
    h("div", { class: "row" }, h("button", { type: "submit" }, say("decide"))),
    answer("decide", (result) => [h("p", {}, outcome(result.outcome)), result.findings.map(findingCard), effects(result.effects),
      table(say("standing"), [say("journey"), say("state")], Object.entries(result.states).map(([journey, name]) => [pick(chart(journey).label), stateLabel(journey, name)]))]));
}

async function ask(where, body) {
  shown.fields = body.fields || shown.fields;
  shown.answer[where] = { waits: true };
  render();
  try {
    const response = await fetch(`/${where}`, { method: "POST", headers: { "Content-Type": "application/json", "X-Token": data.token, "Accept-Language": shown.locale }, body: JSON.stringify(body) });
    shown.answer[where] = await response.json();
  } catch (error) {
    shown.answer[where] = { error: error.message };
  }
  render();
}

function answer(where, show) {
  const result = shown.answer[where];
  const content = !result ? null : result.waits ? say("wait") : result.error ? h("p", { class: "bad" }, say("failed", { reason: result.error })) : show(result);
  return h("div", { "aria-live": "polite" }, content);
}

// -- time -----------------------------------------------------------------------------------------

function later(number) {
  if (!number) return "";
  const [before, now] = [data.moments[number - 1].at, data.moments[number].at].map((at) => Date.parse(at.slice(0, 10)));
  const days = Math.round((now - before) / 86400000);
  return days < 1 ? "" : days === 1 ? say("one_day_later") : say("days_later", { days });
}

function laneItem(moment, number) {
  return h("li", { class: moment.foreseen.length ? "is-foreseen" : "", "aria-current": number === shown.moment ? "step" : null },
    later(number) ? h("div", { class: "soft" }, later(number)) : null,
    h("div", {}, h("span", { class: "soft" }, instant(moment.at)), " ", moment.foreseen.length ? badge("warn", say("foreseen")) : moment.act ? outcome(moment.act.outcome) : null),
    h("button", { type: "button", id: `lane-${number}`, "aria-label": `${pick(moment.title)} – ${say("go")}`, onclick: () => { goTo(number); render(); } }, pick(moment.title)),
    h("div", { class: "soft" }, pick(moment.status)),
    moment.act && moment.act.effects.length ? h("ul", {}, moment.act.effects.map((name) => h("li", {}, pick(data.words.effects[name])))) : null);
}

const dayText = () => day(dayAt(shown.place));

function dayShown() {
  const stretch = stretchAt(shown.place), moment = data.moments[stretch.moment], date = dayAt(shown.place);
  const isOn = (each) => each.at.length > 7 && each.at.slice(0, 10) === date;
  const here = data.moments.filter(isOn), before = shown.place ? stretchAt(shown.place - 1).moment : last;
  const between = before < last ? data.moments[before].ahead.map((place) => data.pools.milestones[place]).filter(isOn) : [];
  const next = moment.ahead.map((place) => data.pools.milestones[place]).find((each) => each.at.length > 7 && each.at.slice(0, 10) > date);
  const offered = data.pools.offered[stretch.offered[shown.role]];
  const days = next ? placeOf(next.at) - shown.place : 0;
  return [
    h("p", {}, h("strong", {}, dayText()), " ", stretch.moment > last ? badge("warn", say("foreseen")) : null, h("br"), pick(stretch.status)),
    h("h3", {}, say("on_this_day")),
    here.length + between.length ? h("ul", {}, between.map((each) => h("li", {}, pick(each.what))), here.map((each) => h("li", {}, pick(each.title), " ", each.act ? outcome(each.act.outcome) : null,
      each.act && each.act.effects.length ? h("ul", {}, each.act.effects.map((name) => h("li", {}, pick(data.words.effects[name])))) : null)))
      : h("p", {}, say("nothing_on_this_day")),
    h("h3", {}, say("next_deadline")),
    h("p", {}, next ? [pick(next.what), ` – ${day(next.at)}, ${days === 1 ? say("in_one_day") : say("in_days", { days })}`] : say("nothing_ahead")),
    h("h3", {}, `${say("offers")} – ${word("Role", shown.role)}`),
    offered.length ? h("ul", {}, offered.map(([, , title]) => h("li", {}, pick(data.pools.labels[title])))) : h("p", {}, say("nothing_offered")),
  ];
}

function dayPanel() {
  const calendar = data.calendar, changes = calendar.stretches.map((each) => each.from);
  const before = changes.findLast((place) => place < shown.place), after = changes.find((place) => place > shown.place);
  const go = (id, sign, place) => h("button", { id, type: "button", "aria-label": say(id), title: say(id),
    disabled: place === undefined || place < 0 || place >= calendar.length, onclick: () => { goToDay(place); render(); } }, sign);
  return h("section", { "aria-labelledby": "calendar" }, h("h2", { id: "calendar" }, say("calendar")),
    h("p", { class: "soft" }, say("calendar_note"), data.is_redacted ? ` ${say("calendar_redacted")}` : ""),
    h("div", { class: "moment" }, go("change_before", "«", before), go("day_before", "‹", shown.place - 1),
      h("div", {}, slider("day-shown", "day-content", { max: calendar.length - 1, value: shown.place, "aria-label": say("day"), "aria-valuetext": dayText() }, goToDay, dayText, dayShown)),
      go("day_after", "›", shown.place + 1), go("change_after", "»", after)),
    h("div", { id: "day-content", "aria-live": "polite" }, dayShown()));
}

function timePanel() {
  const moment = data.moments[shown.moment];
  const ahead = moment.ahead.map((place) => data.pools.milestones[place]);
  return [
    dayPanel(),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, say("lane")), h("ol", { class: "lane" }, data.moments.map(laneItem))),
      h("section", { class: "side" }, h("h2", {}, say("if_nobody")),
        ahead.length ? h("ol", { class: "lane" }, ahead.map((each) => h("li", { class: "is-foreseen" },
          h("div", { class: "soft" }, day(each.at)), h("strong", {}, pick(each.what)), h("div", {}, pick(each.sentence)),
          h("div", { class: "soft" }, `${pick(chart(each.journey).label)} → ${stateLabel(each.journey, each.state)}`),
          each.effects.length ? h("ul", {}, each.effects.map((name) => h("li", {}, pick(data.words.effects[name])))) : null)))
          : h("p", {}, say("nothing_ahead")))),
    data.history.length ? [h("h2", {}, say("history")), table(say("history"), [say("day"), say("what"), say("role"), say("state")],
      data.history.map((step) => [instant(step.at), pick(step.title), word("Role", step.role), stateLabel(step.journey, step.state)]))] : null,
  ];
}

// -- money ----------------------------------------------------------------------------------------

const sure = (certainty) => badge(["published", "derived"].includes(certainty) ? "good" : "warn", word("Certainty", certainty));

function difference(cents, first) {
  if (cents === null || first === null) return say("unknown");
  return `${cents >= first ? "+" : "−"}${euros(Math.abs(cents - first))}`;
}

function sideBySide(quotes) {
  return CHANNELS.map((channel) => [word("Channel", channel), ...quotes.map((quote) =>
    quote ? [quote.totals[channel] === null && quote.certainty[channel] === "unknown" ? null : `${euros(quote.totals[channel])} `, sure(quote.certainty[channel])] : say("not_then"))]);
}

function compared(names, quotes) {
  return table(say("difference"), [say("formula"), ...names.slice(1).map((name) => word("Formula", name))], CHANNELS.map((channel) =>
    [word("Channel", channel), ...quotes.slice(1).map((quote) => difference(quote.totals[channel], quotes[0].totals[channel]))]));
}

function tree(node, isOpen, pools) {
  const body = [node.how ? h("p", {}, node.how) : null, node.notes.map((note) => h("p", { class: "soft" }, note)),
    node.certainty ? h("p", {}, sure(node.certainty)) : null, sources(node.sources), node.parts.map((part) => tree(pools.explanations[part], true, pools))];
  return h("details", { open: isOpen }, h("summary", {}, node.title), body);
}

const dated = (whole, on) => ({ ...whole, title: whole.title.replaceAll("{on}", pick(on.words)) });

function quoteDetails(quote, on, pools, prefix = "") {
  const names = (who) => who === "agent" ? word("Role", "agent") : who === "partner" ? say("partner") : who;
  return [
    quote.explanations ? [h("div", { class: "row" }, choice(`${prefix}register`, say("register"), ["member", "auditor"].map((name) => [name, say(name)]), shown.register, (name) => { shown.register = name; })),
      h("div", { class: "card" }, tree(dated(pools.explanations[quote.explanations[shown.register][shown.locale]], on), true, pools))] : null,
    table(`${say("lines")} – ${word("Formula", quote.formula)}${prefix ? ` (${say("exact")})` : ""}`, [say("lines"), say("who"), say("certainty"), say("amount")], quote.lines.map((line) =>
      [pick(line.label), names(line.who), sure(line.certainty), euros(line.cents)]), [3]),
    quote.reasons.length ? [h("h3", {}, say("why_unknown")), h("ul", {}, quote.reasons.map((place) => pools.reasons[place]).map((each) =>
      h("li", {}, each.label ? [h("strong", {}, pick(each.label)), " — "] : null, pick(each.text))))] : null,
  ];
}

function simulator() {
  const grid = data.grids[shown.contract], names = Object.keys(grid.axes);
  const usual = (name) => name === "gross" ? Math.floor(grid.axes.gross.length / 2) : 0;
  const at = (name) => name in shown.axes ? grid.axes[name].findIndex((value) => String(value) === String(shown.axes[name])) : usual(name);
  const text = {
    on: day, regime: (value) => word("Regime", value), gross: (value) => value === null ? say("unknown") : euros(value),
    partner: (value) => value === null ? say("no_partner") : say("aged", { age: value }), children: String,
  };
  const cell = (formula) => grid.cells[names.reduce((place, name) => place * grid.axes[name].length + (name === "formula" ? formula : at(name)), 0)];
  const quotes = grid.axes.formula.map((_, column) => cell(column)).map((found) => found && {
    totals: Object.fromEntries(CHANNELS.map((channel, place) => [channel, found[place]])),
    certainty: Object.fromEntries(CHANNELS.map((channel, place) => [channel, CERTAINTIES[found[CHANNELS.length + place]]])) });
  const titles = { on: "tariff_of", regime: "regime", gross: "gross", partner: "partner", children: "children" };
  return [
    h("h2", {}, say("simulator")), h("p", { class: "soft" }, say("simulator_note")),
    h("div", { class: "row" },
      data.contracts.length > 1 ? choice("contract", say("contract"), data.contracts.map((each) => [each.id, pick(each.label)]), shown.contract, (id) => { shown.contract = id; shown.axes = {}; }) : null,
      Object.keys(titles).map((name) => choice(`axis-${name}`, say(titles[name]), grid.axes[name].map((value) => [value, text[name](value)]), grid.axes[name][at(name)], (value) => { shown.axes[name] = value; }))),
    h("div", { "aria-live": "polite" }, table(say("simulated"), [say("formula"), ...grid.axes.formula.map((name) => word("Formula", name))], sideBySide(quotes))),
    data.token ? exactForm(grid) : null,
  ];
}

function exactForm(grid) {
  const field = (id, title, type) => h("label", { for: id }, say(title), h("input", { id, type, value: (shown.exact || {})[id] || "" }));
  const fields = [["exact-on", "tariff_of", "date"], ["exact-gross", "pay_in_euros", "text"], ["exact-born", "birth_date", "date"],
    ["exact-partner", "partner_birth", "date"], ["exact-children", "children_births", "text"]];
  const options = (name, list) => grid.axes[name].map((value) => [value, word(list, value)]);
  shown.exact = { "exact-on": grid.axes.on[0], "exact-formula": grid.axes.formula[0], "exact-regime": grid.axes.regime[0], ...shown.exact };
  const set = (id) => (value) => { shown.exact[id] = value; };
  return h("form", { onsubmit: (event) => {
    event.preventDefault();
    for (const [id] of fields) shown.exact[id] = document.getElementById(id).value;
    ask("price", { contract: shown.contract, formula: shown.exact["exact-formula"], regime: shown.exact["exact-regime"], on: shown.exact["exact-on"], gross: shown.exact["exact-gross"],
      birth_date: shown.exact["exact-born"], partner: shown.exact["exact-partner"], children: shown.exact["exact-children"].split(/[\s,;]+/).filter(Boolean) });
  } }, h("h2", {}, say("exact")), h("div", { class: "row" },
    choice("exact-formula", say("formula"), options("formula", "Formula"), shown.exact["exact-formula"], set("exact-formula")),
    choice("exact-regime", say("regime"), options("regime", "Regime"), shown.exact["exact-regime"], set("exact-regime")),
    fields.map((each) => field(...each)), h("button", { type: "submit" }, say("price"))),
  answer("price", (quote) => [table(say("exact"), [say("formula"), word("Formula", quote.formula)], sideBySide([quote])), quoteDetails(quote, quote.priced_on, quote.pools, "exact-")]));
}

function moneyPanel() {
  const moment = data.moments[shown.moment], names = Object.keys(moment.quotes);
  if (!names.length) return [h("h2", {}, say("formulas")), h("p", {}, say("no_quotes")), simulator()];
  const quotes = names.map((name) => data.pools.quotes[moment.quotes[name]]);
  const formula = names.includes(shown.formula) ? shown.formula : moment.formula || names[0];
  return [
    h("h2", {}, say("formulas")),
    table(say("a_month"), [say("formula"), ...names.map((name) => [word("Formula", name), " ", name === moment.formula ? badge("good", say("chosen")) : null])], sideBySide(quotes)),
    quotes.length > 1 ? compared(names, quotes) : null,
    h("h2", {}, say("explained")),
    h("div", { class: "row" }, choice("formula", say("formula"), names.map((name) => [name, word("Formula", name)]), formula, (name) => { shown.formula = name; })),
    quoteDetails(quotes[names.indexOf(formula)], moment.priced_on, data.pools), simulator(),
  ];
}

// -- catalogue ------------------------------------------------------------------------------------

/* Accents, case and "(e)" make no difference, nor does what stands between words; an article is an art. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/œ/gi, "oe").replace(/\((?:e|s|es|ne)\)/gi, "").toLowerCase().match(/[\p{L}\p{N}]+/gu)?.map((each) => each.replace(/^articles?$/, "art")) || [];
/* A number is a whole word; any other word may be the beginning of one. */
const has = (words, word) => words.some((each) => (/^\p{N}+$/u.test(word) ? each === word : each.startsWith(word)));
const holds = (text, words, there = folded(text)) => words.every((word) => has(there, word));
const matches = (...texts) => holds(texts.join(" "), folded(shown.search));
const cited = (places) => places.map((place) => data.pools.sources[place]).map((source) => `${pick(source.title)} ${pick(source.sentence)}`).join(" ");

/* What is left out of words that have a number: a placeholder may stand for a number, or for a day. */
const MONTHS = folded(["fr", "en"].flatMap((locale) => [...Array(12).keys()].map((month) => new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month)))).join(" "));
const isNumber = (word) => /\p{N}/u.test(word);
const isFact = (word) => isNumber(word) || MONTHS.includes(word);
const PLACEHOLDER = /\{[^}]*\}/g;
const FEWEST_WORDS = 3;

/* Whether the words are those of the template, in its order, with anything in place of its placeholders. */
function isFilled(template, words) {
  const parts = folded(template.replace(PLACEHOLDER, " placeholder "));
  return parts.filter((each) => each !== "placeholder").length >= FEWEST_WORDS &&
    new RegExp(`^${parts.map((each) => each === "placeholder" ? ".+" : each).join(" ")}$`).test(words.join(" "));
}

/* Whether somebody who was sent the finding may look for it by these words. */
function isSent(each, words) {
  const templates = [pick(each.text), pick(each.remedy)].filter((text) => text.includes("{"));
  const fixed = words.some(isNumber) ? words.filter((word) => !isFact(word)) : [];
  return templates.some((text) => (fixed.length && holds(`${text} ${pick(each.example)}`, fixed)) ||
    [text, ...text.split(/(?<=[.?!])\s/)].some((sentence) => isFilled(sentence, words)));
}

function entry(id, title, code, body) {
  return h("details", { class: "card", id: id.replaceAll("/", "-"), open: shown.entry === id },
    h("summary", {}, h("strong", {}, title), " ", h("code", {}, code)), body, h("p", {}, link(id, say("link_here"))));
}

function findingEntry(each) {
  return entry(`finding/${each.code}`, pick(data.rules[each.rule].label), each.code, [
    h("p", {}, badge(each.severity === "refused" ? "bad" : "warn", word("Severity", each.severity)), " ", pick(each.text)),
    each.text.fr === each.example.fr ? null : h("p", { class: "soft" }, h("strong", {}, say("example")), ` — ${pick(each.example)}`),
    h("p", {}, h("strong", {}, say("remedy")), " — ", pick(each.remedy)),
    h("p", { class: "soft" }, h("strong", {}, say("rule")), ` — ${pick(data.rules[each.rule].sentence)}`), sources(each.sources)]);
}

function valuesOn(values) {
  return shown.day ? values.filter((each, place) => each.from <= shown.day && !(values[place + 1] && values[place + 1].from <= shown.day)) : values;
}

function valueEntry(each) {
  const place = each.holder === "law" ? say("of_law") : each.holder;
  return entry(`value/${each.holder}/${each.name}`, pick(each.label), `${each.holder}.${each.name}`, [
    each.sentence ? h("p", {}, pick(each.sentence)) : null,
    h("p", { class: "soft" }, `${place} · ${each.unit}`, each.checked_on ? ` · ${say("checked_on", { day: day(each.checked_on) })}` : ""),
    table(pick(each.label), [say("since"), say("value"), say("certainty"), say("sources")], valuesOn(each.values).map((dated) =>
      [day(dated.from), dated.value ? pick(dated.value) : say("unknown"), sure(dated.certainty), sources(dated.sources)]))]);
}

function cataloguePanel() {
  const isOfFindings = shown.list === "findings";
  const findings = data.findings.filter((each) => (!shown.severity || each.severity === shown.severity) &&
    (matches(each.type, pick(each.text), pick(each.example), pick(each.remedy), pick(data.rules[each.rule].label), pick(data.rules[each.rule].sentence), cited(each.sources)) ||
      isSent(each, folded(shown.search))));
  const values = data.values.filter((each) => matches(each.name, each.holder, pick(each.label), pick(each.sentence),
    ...each.values.flatMap((dated) => [pick(dated.value), cited(dated.sources)])) &&
    valuesOn(each.values).some((dated) => !shown.certainty || dated.certainty === shown.certainty));
  const items = isOfFindings ? findings : values;
  const names = (list, members) => [["", say("any")], ...members.map((name) => [name, word(list, name)])];
  return [
    h("div", { class: "row" },
      choice("list", say("show"), [["findings", say("findings")], ["values", say("values")]], shown.list, (name) => { shown.list = name; shown.entry = null; }),
      h("label", { for: "search" }, say("search"), h("input", { id: "search", type: "search", value: shown.search, oninput: (event) => { shown.search = event.target.value; render(); } })),
      isOfFindings ? choice("severity", say("severity"), names("Severity", ["refused", "missing", "warning"]), shown.severity, (name) => { shown.severity = name; })
        : [choice("certainty", say("certainty"), names("Certainty", CERTAINTIES), shown.certainty, (name) => { shown.certainty = name; }),
          h("label", { for: "day" }, say("on_day"), h("input", { id: "day", type: "date", value: shown.day, onchange: (event) => { shown.day = event.target.value; render(); } }))]),
    h("h2", {}, say(shown.list)), h("p", { class: "soft", role: "status" }, say("results", { number: items.length })),
    items.map(isOfFindings ? findingEntry : valueEntry),
  ];
}

// -- evidence -------------------------------------------------------------------------------------

function python() {
  const moment = data.moments[shown.moment], steps = moment.steps;
  const parts = [data.evidence.setup.replace("[:STEPS]", `[:${steps}]`), ...data.evidence.acts.slice(0, steps), moment.check];
  return parts.join("\n") + "\n";
}

function scenario() {
  const whole = data.evidence.scenario, steps = whole.steps.slice(0, Math.min(shown.moment, last));
  const moment = data.moments[Math.min(shown.moment, last)];
  if (moment.act && steps.length) {
    const codes = moment.act.findings.map((place) => data.pools.findings[place]).filter((each) => each.severity !== "warning").map((each) => each.code);
    steps.push({ ...steps.pop(), expect: { outcome: moment.act.outcome, codes: [...new Set(codes)], states: moment.states } });
  }
  return JSON.stringify({ ...whole, steps }, null, 2) + "\n";
}

function asTest() {
  const moment = data.moments[shown.moment];
  const name = (moment.foreseen[0] || (moment.act ? moment.act.do : "opening")).replaceAll("-", "_");
  const lines = python().trimEnd().split("\n").map((line) => line ? `    ${line}` : "");
  return `def test_moment_${shown.moment}_${name}() -> None:\n${lines.join("\n")}\n`;
}

function evidencePanel() {
  const code = (title, note, text) => [h("h2", {}, title), h("p", { class: "soft" }, note), h("pre", { tabindex: "0", role: "region", "aria-label": title }, h("code", {}, text))];
  const { reads, contract_file: file } = data.evidence;
  const note = reads.length ? say("python_reads", { names: reads.join(", ") }) : say("python_note");
  const ofScenario = [say(data.is_redacted ? "scenario_masked" : "scenario_note"), file ? ` ${say("scenario_reads", { name: file })}` : ""];
  return [
    code(say("as_python"), note, python()),
    data.evidence.scenario ? code(say("as_scenario"), ofScenario, scenario()) : [h("h2", {}, say("as_scenario")), h("p", {}, say("no_scenario"))],
    code(say("as_test"), note, asTest()),
  ];
}

// -- the page -------------------------------------------------------------------------------------

const PANELS = { chart: chartPanel, now: nowPanel, time: timePanel, money: moneyPanel, catalogue: cataloguePanel, evidence: evidencePanel };

function tabs() {
  const choose = (tab) => { location.hash = tab; };
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    choose(TABS[(TABS.indexOf(shown.tab) + by + TABS.length) % TABS.length]);
  };
  return h("div", { role: "tablist", "aria-label": say("tabs"), onkeydown: move }, TABS.map((tab) => h("button", { type: "button", role: "tab", id: `tab-${tab}`,
    "aria-selected": String(tab === shown.tab), "aria-controls": "panel", tabindex: tab === shown.tab ? "0" : "-1", onclick: () => choose(tab) }, say(`tab_${tab}`))));
}

function heading() {
  const note = say(data.is_redacted ? "redacted" : "personal");
  const themes = ["auto", "light", "dark"].map((name) => [name, say(`theme_${name}`)]);
  return h("header", {}, h("div", {}, h("h1", {}, say("title")),
    h("div", {}, `${say(`kind_${data.subject.kind}`)} – ${data.subject.name}`, ` – ${pick(data.contracts[0].label)}`),
    data.subject.about ? h("p", { class: "soft", lang: "en" }, data.subject.about) : null,
    h("p", { class: data.is_redacted ? "soft" : "bad" }, note, data.token ? ` ${say("served")}` : "")),
  choice("locale", say("language"), [["fr", "Français"], ["en", "English"]], shown.locale, (name) => { shown.locale = name; }),
  choice("theme", say("theme"), themes, shown.theme, (name) => { shown.theme = name; }));
}

function render() {
  const focused = document.activeElement && document.activeElement.id;
  const caret = focused === "search" ? document.activeElement.selectionStart : null;
  const scrolled = [...document.querySelectorAll(".drawing")].map((each) => each.scrollTop)[0] || 0;
  document.documentElement.lang = shown.locale;
  document.documentElement.dataset.theme = shown.theme;
  const usesMoment = shown.tab !== "catalogue";
  document.getElementById("app").replaceChildren(
    h("a", { class: "skip", href: "#panel", onclick: (event) => { event.preventDefault(); document.getElementById("panel").focus(); } }, say("skip")),
    heading(), h("nav", { "aria-label": say("tabs") }, tabs()),
    h("main", {}, usesMoment ? momentBar() : null,
      h("div", { role: "tabpanel", id: "panel", tabindex: "-1", "aria-labelledby": `tab-${shown.tab}` }, PANELS[shown.tab]())));
  const again = focused && document.getElementById(focused);
  if (again) {
    again.focus({ preventScroll: true });
    if (caret !== null) again.setSelectionRange(caret, caret);
  }
  for (const each of document.querySelectorAll(".drawing")) each.scrollTop = scrolled;
}

/* What an address that was cut or mistyped says cannot be read, and is passed over. */
function address() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function follow() {
  const [kind, ...rest] = address().split("/");
  if (TABS.includes(kind)) shown.tab = kind;
  else if (kind === "finding" || kind === "value") {
    Object.assign(shown, { tab: "catalogue", list: `${kind}s`, search: "", severity: "", certainty: "", day: "", entry: `${kind}/${rest.join("/")}` });
  } else if (kind === "state" && chart(rest[0]) && state(rest[0], rest[1])) {
    Object.assign(shown, { tab: "chart", journey: rest[0], state: rest[1] });
  } else if (kind === "moment" && /^\d+$/.test(rest[0]) && data.moments[rest[0]]) goTo(Number(rest[0]));
  render();
  const target = shown.entry && document.getElementById(shown.entry.replaceAll("/", "-"));
  if (target && kind !== "catalogue") {
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  } else if (TABS.includes(kind)) document.getElementById(`tab-${kind}`).focus({ preventScroll: true });
}

window.addEventListener("hashchange", follow);
goTo(last);
follow();
