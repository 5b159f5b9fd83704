/** The world that the embedded model is trained on: geography, people and works, science and business. */
import { buildWorld, type World } from "../build";
import type { EntityTable, WorldPart } from "../world";
import { cities } from "./tables/cities";
import { countries } from "./tables/countries";
import { geography } from "./tables/geography";
import { people } from "./tables/people";
import { science } from "./tables/science";

/** Builds the world anew at each call; some milliseconds. Keep the result. */
export function atlasWorld(): World {
  return buildWorld("atlas", atlasParts());
}

/** What the world is built of, for a larger one to extend. */
export function atlasParts(): WorldPart[] {
  return [geography, people, science, capitals()];
}

/**
 * The table of cities leaves the national capitals out, because the table of countries names them already. The model
 * should still know which country they are in, so their rows are made from there.
 */
function capitals(): WorldPart {
  const capital = countries.columns.indexOf("capital");
  const known = new Set(namesIn(cities));
  const rows = countries.rows.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const city = cells[capital];
    if (!city || known.has(city)) return [];
    known.add(city);
    return [`${city} | ${cells[0]}`];
  });
  const table: EntityTable = { type: "city", columns: ["name", "city-country"], rows: rows.join("\n") };
  return { relations: [], tables: [table], compositions: [], flaws: [] };
}

function namesIn(table: EntityTable): string[] {
  return table.rows.split("\n").map((line) => line.split("|")[0].trim());
}
