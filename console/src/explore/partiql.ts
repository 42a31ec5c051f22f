import type { Item, TableDescription } from "../api/types.ts";

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
