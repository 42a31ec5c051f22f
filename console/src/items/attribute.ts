import type { AttributeValue, Item, TableDescription, TypeName } from "../api/types.ts";

/** The types in the order in which people look for them. */
export const TYPES: readonly TypeName[] = ["S", "N", "BOOL", "M", "L", "SS", "NS", "B", "BS", "NULL"];

export function typeOf(value: AttributeValue): TypeName {
  return Object.keys(value)[0] as TypeName;
}

/** What is in a value, whatever its type. */
export function contentOf(value: AttributeValue): unknown {
  return (value as Record<string, unknown>)[typeOf(value)];
}

/**
 * Copies of an item with an attribute set or removed. Never by assignment: an attribute may be called "__proto__", which
 * assignment would take for something else.
 */
export function withAttribute(item: Item, name: string, value: AttributeValue): Item {
  return Object.hasOwn(item, name)
    ? Object.fromEntries(Object.entries(item).map(([key, old]) => [key, key === name ? value : old]))
    : { ...item, [name]: value };
}

export function withoutAttribute(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
}

export function attribute(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Whether two values are the same to the database: sets have no order, numbers no spelling. */
export function equal(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) {
    return a === b;
  }
  return canonical(a) === canonical(b);
}

export function equalItems(a: Item, b: Item): boolean {
  return canonical({ M: a }) === canonical({ M: b });
}

/** One text for all values that are equal. */
export function canonical(value: AttributeValue): string {
  if ("L" in value) {
    return `L[${value.L.map(canonical).join(",")}]`;
  }
  if ("M" in value) {
    const parts = Object.keys(value.M).sort();
    return `M{${parts.map((name) => `${JSON.stringify(name)}:${canonical(value.M[name] as AttributeValue)}`).join(",")}}`;
  }
  if ("N" in value) {
    return `N${canonicalNumber(value.N)}`;
  }
  if ("NS" in value) {
    return `NS${JSON.stringify(value.NS.map(canonicalNumber).sort())}`;
  }
  if ("SS" in value) {
    return `SS${JSON.stringify([...value.SS].sort())}`;
  }
  if ("BS" in value) {
    return `BS${JSON.stringify([...value.BS].sort())}`;
  }
  return JSON.stringify(value);
}

/** The digits of a number without sign, zeros around and point, with its exponent: "1.50e2" and "150" are one. */
export function canonicalNumber(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) {
    return text;
  }
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed === "") {
    return "0";
  }
  const shift = Number(exponent) - fraction.length + (digits.length - trimmed.length);
  return `${sign === "-" ? "-" : ""}${trimmed}e${shift}`;
}

/** Orders numbers given as text, exactly. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  if (x.sign !== y.sign) {
    return x.sign - y.sign;
  }
  const order = x.magnitude - y.magnitude || (x.digits < y.digits ? -1 : x.digits > y.digits ? 1 : 0);
  return x.sign < 0 ? -order : order;
}

function parts(text: string): { sign: number; magnitude: number; digits: string } {
  const canonicalText = canonicalNumber(text);
  if (canonicalText === "0") {
    return { sign: 0, magnitude: 0, digits: "" };
  }
  const negative = canonicalText.startsWith("-");
  const [digits = "", exponent = "0"] = canonicalText.slice(negative ? 1 : 0).split("e");
  return { sign: negative ? -1 : 1, magnitude: digits.length + Number(exponent), digits };
}

/** Why a text is no number that the database takes, or undefined. */
export function numberProblem(text: string): "form" | "digits" | "range" | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    return "form";
  }
  const { sign, magnitude, digits } = parts(text);
  if (digits.length > 38) {
    return "digits";
  }
  return sign !== 0 && (magnitude > 126 || magnitude < -129) ? "range" : undefined;
}

/** The names of a table's key attributes, partition key first. */
export function keyNames(table: Pick<TableDescription, "KeySchema">): string[] {
  return table.KeySchema.map((element) => element.AttributeName);
}

export function keyOf(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = attribute(item, name);
      return value ? [[name, value]] : [];
    }),
  );
}

/** A text that only this key has. */
export function keyText(key: Item): string {
  return canonical({ M: key });
}

export const ITEM_BYTES_MAX = 400 * 1024;

/** How large an item is, by the rules that AWS publishes. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + utf8Length(name) + valueBytes(value), 0);
}

function valueBytes(value: AttributeValue): number {
  if ("S" in value) return utf8Length(value.S);
  if ("N" in value) return numberBytes(value.N);
  if ("B" in value) return base64Bytes(value.B);
  if ("BOOL" in value || "NULL" in value) return 1;
  if ("SS" in value) return value.SS.reduce((sum, one) => sum + utf8Length(one), 0);
  if ("NS" in value) return value.NS.reduce((sum, one) => sum + numberBytes(one), 0);
  if ("BS" in value) return value.BS.reduce((sum, one) => sum + base64Bytes(one), 0);
  if ("L" in value) return value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  return Object.entries(value.M).reduce(
    (sum, [name, one]) => sum + 1 + utf8Length(name) + valueBytes(one),
    3,
  );
}

function numberBytes(text: string): number {
  const { sign, digits } = parts(text);
  return sign === 0 ? 1 : Math.ceil(digits.length / 2) + 1 + (sign < 0 ? 1 : 0);
}

function base64Bytes(text: string): number {
  return Math.floor((text.replace(/=+$/, "").length * 3) / 4);
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}
