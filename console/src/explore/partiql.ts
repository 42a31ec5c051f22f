import type { AttributeValue, Item, TableDescription } from "../api/types.ts";
import { ItemFormError, looksTyped, read, typed } from "../items/json.ts";
import { type JsonValue, parseJson } from "../items/jsonText.ts";

/** Statements of a text, separated by semicolons that are not inside quotes. */
export function splitStatements(text: string): string[] {
  const parts = text.match(/(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^;'"]|['"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** The table that a statement is about. */
export function tableOf(statement: string): string | undefined {
  const match = /\b(?:from|into|update)\s+(?:"((?:[^"]|"")+)"|([\w.-]+))/i.exec(statement);
  return match?.[1] ?? match?.[2];
}

/** Whether a SELECT says what partition it wants; everything else names its key anyway. */
export function readsByKey(statement: string, table: TableDescription): boolean {
  if (!/^\s*select/i.test(statement)) {
    return true;
  }
  const where = /\bwhere\b([\s\S]*)/i.exec(statement)?.[1] ?? "";
  const index = /\bfrom\s+"[^"]+"\s*\.\s*"([^"]+)"/i.exec(statement)?.[1];
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const keys =
    (index ? all.find((one) => one.IndexName === index)?.KeySchema : table.KeySchema) ?? table.KeySchema;
  return keys
    .filter((key) => key.KeyType === "HASH")
    .every((key) => {
      const name = key.AttributeName.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return new RegExp(`(?:"${name}"|\\b${name}\\b)\\s*(?:=|in\\b)`, "i").test(where);
    });
}

/** The items of an answer, whichever of the three operations gave it. */
export function pageOf(answer: Record<string, unknown>): {
  items: Item[];
  next: string | undefined;
  errors: string[];
} {
  if (Array.isArray(answer.Responses)) {
    const responses = answer.Responses as { Item?: Item; Error?: { Code: string; Message: string } }[];
    return {
      items: responses.map((one) => one.Item).filter((item) => item !== undefined),
      next: undefined,
      errors: responses.flatMap((one, i) =>
        one.Error ? [`${i + 1}: ${one.Error.Code}: ${one.Error.Message}`] : [],
      ),
    };
  }
  return { items: (answer.Items ?? []) as Item[], next: answer.NextToken as string | undefined, errors: [] };
}

/**
 * The values of question marks: a list of them for one statement, a list of lists for several. A value is plain JSON, or
 * has its type, as {"SS": ["a"]}.
 */
export function parameterLists(text: string, statements: number): AttributeValue[][] {
  if (text.trim() === "") {
    return [];
  }
  const json = parseJson(text);
  const lists = statements === 1 && Array.isArray(json) && !json.some(Array.isArray) ? [json] : json;
  if (!Array.isArray(lists) || !lists.every(Array.isArray)) {
    throw new ItemFormError(
      statements === 1
        ? 'Values are a list: ["a", 5].'
        : 'Values are a list for each statement: [["a"], [5]].',
    );
  }
  return (lists as JsonValue[][]).map((list) =>
    list.map((one) => (looksTyped(new Map([["value", one]])) ? typed(one, "value") : read(one))),
  );
}

/** What policies call a statement, and the index that it reads, if it does. */
export function actionOf(statement: string): { action: string; index: string | undefined } {
  const word = /^\s*(select|insert|update|delete)/i.exec(statement)?.[1]?.toLowerCase();
  const index = /\bfrom\s+"[^"]+"\s*\.\s*"([^"]+)"/i.exec(statement)?.[1];
  const actions: Readonly<Record<string, string>> = {
    select: "PartiQLSelect",
    insert: "PartiQLInsert",
    update: "PartiQLUpdate",
    delete: "PartiQLDelete",
  };
  return { action: actions[word ?? ""] ?? "PartiQLSelect", index };
}
