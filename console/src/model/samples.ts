import type { AttributeValue, Item, TableDescription } from "../api/types.ts";

const FIRST = [
  "Ana",
  "Bruno",
  "Carla",
  "Diego",
  "Elena",
  "Farid",
  "Gwen",
  "Hugo",
  "Ines",
  "Jonas",
  "Kofi",
  "Lucía",
];
const LAST = [
  "Almeida",
  "Brandt",
  "Castro",
  "Duarte",
  "Evans",
  "Fischer",
  "García",
  "Haddad",
  "Ito",
  "Jensen",
];
const CITIES = ["Lisboa", "Madrid", "Nairobi", "Oslo", "Quito", "Roma", "Sevilla", "Tokyo", "Wien", "Zürich"];
const STATES = ["new", "paid", "packed", "sent", "returned"];
const START = Date.UTC(2026, 0, 1);

/** Items for a table, always the same ones for a seed. */
export function sampleItems(table: TableDescription, count: number, seed: number): Item[] {
  const random = generator(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] as string;
  const partition = table.KeySchema.filter((key) => key.KeyType === "HASH").map((key) => key.AttributeName);
  const composite = table.KeySchema.length > partition.length;
  const [, ...others] = table.AttributeDefinitions;
  return Array.from({ length: count }, (_, i): Item => {
    // With a sort key, some twenty items share a partition; without one, each has its own.
    const group = composite ? Math.floor(i / 20) : i;
    const key = (name: string, type: string): AttributeValue => {
      const own = partition.includes(name) ? group : i;
      if (type === "N") return { N: String(own) };
      if (type === "B") return { B: btoa(String(own).padStart(9, "0")) };
      return { S: `${name.replace(/[^A-Za-z]/g, "").slice(0, 12) || "key"}#${String(own).padStart(6, "0")}` };
    };
    const keys = [table.AttributeDefinitions[0], ...others].flatMap((one) =>
      one ? [[one.AttributeName, key(one.AttributeName, one.AttributeType)] as const] : [],
    );
    const created = START + Math.floor(random() * 300 * 86_400_000);
    return {
      name: { S: `${pick(FIRST)} ${pick(LAST)}` },
      city: { S: pick(CITIES) },
      state: { S: pick(STATES) },
      amount: { N: (random() * 500).toFixed(2) },
      paid: { BOOL: random() < 0.7 },
      created: { S: new Date(created).toISOString() },
      tags: { SS: [...new Set([pick(STATES), pick(CITIES).toLowerCase()])] },
      address: {
        M: {
          street: { S: `${pick(LAST)} ${1 + Math.floor(random() * 90)}` },
          zip: { S: String(10000 + Math.floor(random() * 89999)) },
        },
      },
      ...Object.fromEntries(keys),
    };
  });
}

/** A small generator of numbers from 0 to 1 (xorshift). */
function generator(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
