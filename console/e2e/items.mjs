// Random items of all types, as a server takes them. The same seed gives the same items.
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
  'q"uote',
  "\u202e",
  "size",
  " ",
  "<b>x</b>",
  "constructor",
];
const TEXTS = [
  "",
  " ",
  "text",
  "<script>alert(1)</script>",
  "línea\nnueva",
  "a\r\nb",
  "\u0000\u001f",
  "😀",
  '"',
  "\\",
  "null",
  "12",
  "\u202eabc",
  "{{x}}",
];

export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Attributes of a random item, without keys. */
export function randomItem(random) {
  return Object.fromEntries(
    Array.from({ length: 1 + pick(random, 6) }, () => [one(random, NAMES), randomValue(random, 0)]),
  );
}

function randomValue(random, depth) {
  const list = (make) => Array.from({ length: 1 + pick(random, 3) }, make);
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

/** Up to 38 digits, first and last not 0, so that two that are written differently are different. */
function randomNumber(random) {
  const digits = Array.from({ length: pick(random, 37) }, () => pick(random, 10)).join("");
  const all = `${1 + pick(random, 9)}${digits}${1 + pick(random, 9)}`.slice(0, 38).replace(/0$/, "1");
  const sign = random() < 0.3 ? "-" : "";
  return random() < 0.5 ? sign + all : `${sign}${all[0]}.${all.slice(1)}`;
}

/** An item of nearly 400 KB: many attributes, or a few long ones. */
export function largeItem(random, wide) {
  return wide
    ? Object.fromEntries(
        Array.from({ length: 9000 }, (_, i) => [`attribute${i}`, { S: `value ${i} ${random()}` }]),
      )
    : {
        long: { S: "long text ".repeat(20_000) },
        lines: { S: "one line\n".repeat(10_000) },
        deep: { L: Array.from({ length: 3000 }, (_, i) => ({ M: { i: { N: String(i) }, t: { S: "x" } } })) },
      };
}

function pick(random, count) {
  return Math.floor(random() * count);
}

function one(random, list) {
  return list[pick(random, list.length)];
}
