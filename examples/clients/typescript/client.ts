// A client of a portal's HTTP API, whose types are generated from its OpenAPI document:
//
//   psc-workflow schema openapi > openapi.json
//   npm ci && npm run types && npm run check
//
// A command or a field that does not exist, or a choice that none has, does not compile.

import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Command = components["schemas"]["Command"];
type Screen = components["schemas"]["Screen"];
type Field = components["schemas"]["Field"];
type Problem = components["schemas"]["Problem"];

const api = createClient<paths>({ baseUrl: "http://127.0.0.1:8000" });

/** Shows a dossier, with what can be done and why the rest cannot. */
export async function show(id: string): Promise<Screen> {
  const { data, error } = await api.GET("/dossiers/{id}", { params: { path: { id } } });
  if (error) throw new Error(error.title);
  return data;
}

/** Lists the reasons for which each command is not offered. */
export function reasons(screen: Screen): Map<string, string[]> {
  return new Map(
    screen.commands.filter((offer) => !offer.offered).map((offer) => [offer.do, offer.findings.map((one) => one.text.fr)]),
  );
}

/** Gives a command, on the screen that it answers; returns the next screen, or what is wrong at each field. */
export async function give(screen: Screen, command: Command, key: string): Promise<Screen | Map<string, string>> {
  const { data, error } = await api.POST("/dossiers/{id}/commands", {
    params: {
      path: { id: screen.id },
      header: { "If-Match": `"${screen.revision}"`, "Idempotency-Key": key },
    },
    body: command,
  });
  return error ? faults(error) : data.dossier;
}

/** Finds what is wrong at each field. */
export function faults(problem: Problem): Map<string, string> {
  if ("errors" in problem && problem.errors) {
    return new Map(problem.errors.map((error) => [error.pointer, error.detail]));
  }
  return new Map([["#", problem.title]]);
}

/** Asks for the form of the present screen, and names what must be answered. */
export async function required(id: string): Promise<string[]> {
  const { data } = await api.GET("/dossiers/{id}/form", { params: { path: { id } } });
  const names = (fields: readonly Field[]): string[] =>
    fields.flatMap((field) => [...(field.required ? [field.name] : []), ...names(field.fields)]);
  return data ? names(data.fields) : [];
}

/** Goes from the home page to the choice of a regime. */
export async function declareRegime(id: string): Promise<Screen | Map<string, string>> {
  const home = await give(await show(id), { do: "start-affiliation" }, crypto.randomUUID());
  if (home instanceof Map) return home;
  return give(home, { do: "declare-regime", regime: "general" }, crypto.randomUUID());
}
