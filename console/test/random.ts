import type { AttributeValue, Item } from "../src/api/types.ts";

/** Numbers from 0 to 1, always the same for a seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const NAMES = [
  "a",
  "name",
  "$ss",
  "$$b",
  "$n",
  "__proto__",
  "toString",
  "a.b[0]",
  "ñandú",
  "1",
  "",
  'q"uote',
  "\u202e",
  "size",
];
const TEXTS = [
  "",
  " ",
  "text",
  "<script>alert(1)</script>",
  "línea\nnueva",
  "\u0000\u001f",
  "😀\ud800",
  '"',
  "\\",
  "null",
  "12",
];

export function randomItem(random: () => number): Item {
  return Object.fromEntries(
    Array.from({ length: 1 + pick(random, 6) }, () => [one(random, NAMES), randomValue(random, 0)]),
  );
}

export function randomValue(random: () => number, depth: number): AttributeValue {
  const list = <T>(make: () => T) => Array.from({ length: 1 + pick(random, 3) }, make);
  switch (pick(random, depth < 4 ? 10 : 8)) {
    case 0:
      return { S: one(random, TEXTS) };
    case 1:
      return { N: randomNumber(random) };
    case 2:
      return { B: btoa(String(random()).slice(0, 3 * pick(random, 4))) };
    case 3:
      return { BOOL: random() < 0.5 };
    case 4:
      return { NULL: true };
    case 5:
      return { SS: [...new Set(list(() => one(random, TEXTS)))] };
    case 6:
      return { NS: [...new Set(list(() => randomNumber(random)))] };
    case 7:
      return { BS: [...new Set(list(() => btoa(String(random()).slice(0, 6))))] };
    case 8:
      return { L: Array.from({ length: pick(random, 4) }, () => randomValue(random, depth + 1)) };
    default:
      return {
        M: Object.fromEntries(
          Array.from({ length: pick(random, 4) }, () => [one(random, NAMES), randomValue(random, depth + 1)]),
        ),
      };
  }
}

function randomNumber(random: () => number): string {
  const digits = Array.from({ length: 1 + pick(random, 37) }, () => pick(random, 10))
    .join("")
    .replace(/^0+(?=.)/, "");
  const sign = random() < 0.3 ? "-" : "";
  return random() < 0.5 ? sign + digits : `${sign}${digits[0]}.${digits}1`.slice(0, 38);
}

function pick(random: () => number, count: number): number {
  return Math.floor(random() * count);
}

function one<T>(random: () => number, list: readonly T[]): T {
  return list[pick(random, list.length)] as T;
}
