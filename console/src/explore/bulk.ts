import { call, type Namespace } from "../api/client.ts";
import type { AttributeValue, Item } from "../api/types.ts";
import { keyOf } from "../items/attribute.ts";
import type { Plan } from "./plan.ts";

/** What is done to every item that a question finds. */
export type BulkAction =
  | { readonly kind: "count" }
  | { readonly kind: "export"; readonly write: (items: readonly Item[]) => void }
  | { readonly kind: "delete" }
  | { readonly kind: "set"; readonly name: string; readonly value: AttributeValue }
  | { readonly kind: "remove"; readonly name: string };

/** How far it is. */
export interface BulkProgress {
  readonly found: number;
  readonly done: number;
  /** Items that went away or do not match any longer since they were read; they were left as they are. */
  readonly passed: number;
  readonly units: number;
  /** Where to go on after a stop or a failure. */
  readonly next: Item | undefined;
  readonly ended: boolean;
}

export const NOT_BEGUN: BulkProgress = {
  found: 0,
  done: 0,
  passed: 0,
  units: 0,
  next: undefined,
  ended: false,
};

const AT_ONCE = 8;

/**
 * Does something to all that a question finds, page by page, so that neither this page nor the server holds more than one
 * page of it. Each item is changed only as long as it exists and matches the filter; the rest of it is not touched. Goes on where an earlier attempt ended. Stops at the first error.
 */
export async function bulk(
  namespace: Namespace,
  plan: Plan,
  keyNames: readonly string[],
  action: BulkAction,
  from: BulkProgress,
  report: (progress: BulkProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { Limit: _, ...all } = plan.input;
  let progress = from;
  while (!progress.ended) {
    signal.throwIfAborted();
    const start = progress.next ? { ExclusiveStartKey: progress.next } : {};
    const page = await call<{
      Items: Item[];
      LastEvaluatedKey?: Item;
      ConsumedCapacity?: { CapacityUnits?: number };
    }>(namespace, plan.operation, { ...all, ...start }, { signal, quiet: progress.found > 0 });
    const passed = await onPage(namespace, plan, keyNames, action, page.Items, signal);
    progress = {
      found: progress.found + page.Items.length,
      done: progress.done + page.Items.length - passed,
      passed: progress.passed + passed,
      units: progress.units + (page.ConsumedCapacity?.CapacityUnits ?? 0),
      next: page.LastEvaluatedKey,
      ended: !page.LastEvaluatedKey,
    };
    report(progress);
  }
}

async function onPage(
  namespace: Namespace,
  plan: Plan,
  keyNames: readonly string[],
  action: BulkAction,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<number> {
  if (action.kind === "count") {
    return 0;
  }
  if (action.kind === "export") {
    action.write(items);
    return 0;
  }
  const operation = action.kind === "delete" ? "DeleteItem" : "UpdateItem";
  const shared = { TableName: plan.input.TableName, ...changeOf(action, plan, keyNames[0] as string) };
  let passed = 0;
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const Key = keyOf(items[next++] as Item, keyNames);
      try {
        await call(namespace, operation, { ...shared, Key }, { signal, quiet: true });
      } catch (failure) {
        if ((failure as { type?: string }).type !== "ConditionalCheckFailedException") {
          throw failure;
        }
        passed++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return passed;
}

/** What is to be done to an item, under the condition that it is there and still matches. */
function changeOf(
  action: Extract<BulkAction, { kind: "delete" | "set" | "remove" }>,
  plan: Plan,
  key: string,
): Record<string, unknown> {
  const filter = String(plan.input.FilterExpression ?? "");
  const used = (all: unknown) =>
    Object.fromEntries(
      Object.entries((all ?? {}) as Item).filter(([token]) =>
        new RegExp(`${token.replace("#", "\\#")}(?!\\d)`).test(filter),
      ),
    );
  const values = {
    ...used(plan.input.ExpressionAttributeValues),
    ...(action.kind === "set" && { ":value": action.value }),
  };
  return {
    ...(action.kind === "set" && { UpdateExpression: "SET #name = :value" }),
    ...(action.kind === "remove" && { UpdateExpression: "REMOVE #name" }),
    ConditionExpression: `attribute_exists(#key)${filter && ` AND (${filter})`}`,
    ExpressionAttributeNames: {
      ...used(plan.input.ExpressionAttributeNames),
      "#key": key,
      ...(action.kind !== "delete" && { "#name": action.name }),
    },
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}
