// Works out the totals of households with publicodes: node evaluate.mjs CASES.json
// CASES.json has the rules of a tariff, and the situations: {"rules": {…}, "situations": [{…}, …]}.
import { readFileSync } from "node:fs";
import Engine from "publicodes";

const { rules, situations } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const quiet = { log() {}, warn() {}, error: console.error };
const engine = new Engine(rules, { logger: quiet });
const totals = situations.map((situation) => {
  engine.setSituation(situation);
  const names = ["employer", "payroll", "debited"];
  return Object.fromEntries(names.map((name) => [name, engine.evaluate(`total ${name}`).nodeValue ?? null]));
});
console.log(JSON.stringify(totals));
