import type { Item, TableDescription, TypeName } from "../api/types.ts";
import { attribute, keyNames, typeOf } from "../items/attribute.ts";

/** A kind of item in a table that holds several: all items whose keys begin alike. */
export interface Entity {
  readonly name: string;
  /** What the values of the key attributes begin with; "" if nothing is common. */
  readonly prefixes: readonly string[];
  readonly count: number;
  readonly attributes: readonly EntityAttribute[];
}

export interface EntityAttribute {
  readonly name: string;
  readonly types: readonly TypeName[];
  /** In how many of the items it is. */
  readonly count: number;
}

const SEPARATOR = /^([^#|:/]{1,40}[#|:/])/;
const WHOLE = /^[A-Z][A-Z0-9_-]{1,39}$/;

/** What a value of a key begins with: up to its first separator, or all of it if it is one word in capitals. */
function prefixOf(item: Item, key: string): string {
  const value = attribute(item, key);
  if (!value || !("S" in value)) {
    return "";
  }
  return SEPARATOR.exec(value.S)?.[1] ?? (WHOLE.test(value.S) ? value.S : "");
}

/** The kinds of items in a sample of a table, the most frequent first. */
export function entitiesOf(table: Pick<TableDescription, "KeySchema">, items: readonly Item[]): Entity[] {
  const keys = keyNames(table);
  const groups = new Map<string, { prefixes: string[]; items: Item[] }>();
  for (const item of items) {
    const prefixes = keys.map((key) => prefixOf(item, key));
    const id = JSON.stringify(prefixes);
    const group = groups.get(id) ?? { prefixes, items: [] };
    group.items.push(item);
    groups.set(id, group);
  }
  const found = [...groups.values()].sort((a, b) => b.items.length - a.items.length);
  const names = new Set<string>();
  return found.map(({ prefixes, items: own }) => ({
    name: unused(nameOf(prefixes), names),
    prefixes,
    count: own.length,
    attributes: attributesOf(own, keys),
  }));
}

function attributesOf(items: readonly Item[], keys: readonly string[]): EntityAttribute[] {
  const found = new Map<string, { types: Set<TypeName>; count: number }>();
  for (const item of items) {
    for (const [name, value] of Object.entries(item)) {
      const one = found.get(name) ?? { types: new Set<TypeName>(), count: 0 };
      one.types.add(typeOf(value));
      found.set(name, { types: one.types, count: one.count + 1 });
    }
  }
  const order = (name: string) => (keys.includes(name) ? keys.indexOf(name) : keys.length);
  return [...found]
    .map(([name, { types, count }]) => ({ name, types: [...types], count }))
    .sort((a, b) => order(a.name) - order(b.name) || b.count - a.count);
}

/** "USER#" and "ORDER#" make an Order; "USER#" and "PROFILE" a Profile. */
function nameOf(prefixes: readonly string[]): string {
  const last = prefixes.filter((one) => one !== "").at(-1) ?? "Item";
  const words = last.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word[0]?.toUpperCase() + word.slice(1).toLowerCase()).join("") || "Item";
}

function unused(name: string, names: Set<string>): string {
  let free = name;
  for (let i = 2; names.has(free); i++) {
    free = `${name}${i}`;
  }
  names.add(free);
  return free;
}

/** Facets as NoSQL Workbench has them in the tables of a model. */
export function facetsOf(table: Pick<TableDescription, "KeySchema">, entities: readonly Entity[]): unknown[] {
  const [partition, sort] = keyNames(table);
  return entities.map((entity) => ({
    FacetName: entity.name,
    KeyAttributeAlias: {
      PartitionKeyAlias: entity.prefixes[0] || partition,
      ...(sort && { SortKeyAlias: entity.prefixes[1] || sort }),
    },
    NonKeyAttributes: entity.attributes
      .map((one) => one.name)
      .filter((name) => name !== partition && name !== sort),
    TableData: [],
  }));
}

const CODE_TYPES: Readonly<Record<TypeName, string>> = {
  S: "string",
  N: "number",
  BOOL: "boolean",
  NULL: "null",
  B: "Uint8Array",
  SS: "Set<string>",
  NS: "Set<number>",
  BS: "Set<Uint8Array>",
  L: "unknown[]",
  M: "Record<string, unknown>",
};

/** The entities as types of TypeScript. */
export function typesOf(entities: readonly Entity[]): string {
  const property = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
  return entities
    .map((entity) => {
      const lines = entity.attributes.map(
        (one) =>
          `  ${property(one.name)}${one.count < entity.count ? "?" : ""}: ${one.types.map((type) => CODE_TYPES[type]).join(" | ")};`,
      );
      return `export interface ${entity.name} {\n${lines.join("\n")}\n}\n`;
    })
    .join("\n");
}

const ONE_TABLE_TYPES: Partial<Record<TypeName, string>> = {
  S: "String",
  N: "Number",
  BOOL: "Boolean",
  B: "Buffer",
  SS: "Set",
  NS: "Set",
  BS: "Set",
  L: "Array",
  M: "Object",
};

/** The entities as a schema of the library OneTable. */
export function oneTableSchema(
  table: Pick<TableDescription, "KeySchema">,
  entities: readonly Entity[],
): string {
  const [hash, sort] = keyNames(table);
  const models = Object.fromEntries(
    entities.map((entity) => [
      entity.name,
      Object.fromEntries(
        entity.attributes.map((one) => [
          one.name,
          {
            type: ONE_TABLE_TYPES[one.types[0] as TypeName] ?? "String",
            ...(one.count === entity.count && { required: true }),
          },
        ]),
      ),
    ]),
  );
  const schema = {
    format: "onetable:1.1.0",
    version: "0.0.1",
    indexes: { primary: { hash, ...(sort && { sort }) } },
    models,
  };
  return `export const schema = ${JSON.stringify(schema, undefined, 2)};\n`;
}
