// Plays a file of journeys against a portal over HTTP, with Node alone (18 or later):
//
//   psc-workflow witness-paths access -o paths.json
//   node replay.mjs paths.json http://127.0.0.1:8000
//
// The portal takes the instant, the role and the agent from each request, as portals/on_trial.py does. The exit status is
// 0 if it answers as the file expects, 1 if it does not, 2 if there is no file or no portal. What differs is printed; what
// the portal does not tell is not compared.

import { readFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";

const run = `replayed-${randomUUID().slice(0, 8)}`; // the portal may hold dossiers of earlier runs

/** Sends one request at the instant of `act`, as `role`. */
async function ask(base, method, path, act, role, body) {
  const headers = {
    "Content-Type": "application/json",
    "Test-Now": act.at,
    "Test-Role": role,
    "Test-Dossier": act.id,
  };
  if (act.key) headers["Idempotency-Key"] = act.key;
  if (act.expected_revision !== undefined) headers["If-Match"] = `"${act.expected_revision}"`;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(base + path, { method, headers, body: text, redirect: "manual" });
  return { status: response.status, body: await response.json().catch(() => ({})) };
}

/** Carries out one act; returns what the portal told, under the names that `expect` has. */
async function play(base, act, cases) {
  const dossier = `/dossiers/${act.id}`;
  const told = {};
  if (act.act === "open") {
    const agent = act.agent ?? cases[act.case];
    const answer = await ask(base, "POST", "/dossiers", act, "manager", { id: act.id, agent });
    told.outcome = answer.status === 201 ? "accepted" : `HTTP ${answer.status}`;
  } else if (act.act === "tick") {
    const answer = await ask(base, "POST", "/test/run-due", act, "manager", {});
    if (answer.status !== 200) told.outcome = `HTTP ${answer.status}`;
  } else {
    const answer = await ask(base, "POST", `${dossier}/commands`, act, act.as, act.request);
    told.outcome = answer.body.outcome ?? (answer.status === 422 ? "invalid" : `HTTP ${answer.status}`);
    told.codes = unique((answer.body.errors ?? []).map((error) => error.code).filter(Boolean));
    told.missing = unique((answer.body.missing ?? []).map((pointer) => pointer.replace(/^#\//, "").replaceAll("/", ".")));
    if (told.outcome === "invalid") delete told.codes;
  }
  const page = await ask(base, "GET", dossier, { ...act, key: undefined }, act.as ?? "agent");
  if (page.status !== 200) return { ...told, states: { page: `HTTP ${page.status}` } };
  told.states = { [page.body.where.journey]: page.body.where.state };
  told.offered = page.body.commands.filter((command) => command.offered).map((command) => command.do);
  return told;
}

const unique = (values) => [...new Set(values)];

/** Lists what the portal told otherwise than `expect` has it; what is left out there is empty. */
function differences(expect, told) {
  return Object.entries(told).flatMap(([name, value]) => {
    const right = expect[name] ?? [];
    const same =
      name === "outcome" ? value === right
      : name === "states" ? Object.entries(value).every(([journey, state]) => right[journey] === state)
      : [...value].sort().join() === [...right].sort().join();
    return same ? [] : [`${name}: expected ${JSON.stringify(right)}, is ${JSON.stringify(value)}`];
  });
}

/** Plays one journey with dossiers of its own, until something differs; returns the lines that say what. */
async function replay(journey, place, base, cases) {
  const acts = journey.acts.map((act) => ({ ...act, id: `${run}-${place}-${act.id}` }));
  for (const [number, act] of acts.entries()) {
    const found = differences(act.expect, await play(base, act, cases));
    if (found.length) {
      const name = act.act === "give" ? act.request.do : act.act;
      return found.map((line) => `${journey.name}: act ${number + 1} (${name}), ${line}`);
    }
  }
  return [];
}

async function main([path, url]) {
  if (!path || !url) throw new Error("usage: node replay.mjs FILE.json URL");
  const file = JSON.parse(await readFile(path, "utf8"));
  if (file.format !== "psc-workflow/journeys" || file.version !== 1) throw new Error(`${path}: no file of journeys, version 1`);
  let differ = 0;
  for (const [place, journey] of file.journeys.entries()) {
    const lines = await replay(journey, place, url.replace(/\/+$/, ""), file.cases);
    lines.forEach((line) => console.log(line));
    differ += lines.length > 0;
  }
  console.log(`${file.journeys.length} journeys replayed, of which ${differ} differ`);
  return differ ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error) => {
    console.error(`replay.mjs: ${error.message}${error.cause ? ` (${error.cause.code ?? error.cause.message})` : ""}`);
    process.exitCode = 2;
  },
);
