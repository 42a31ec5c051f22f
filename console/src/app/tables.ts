import { call, type Namespace } from "../api/client.ts";
import type { TableDescription } from "../api/types.ts";

export async function listTables(namespace: Namespace, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let start: string | undefined;
  do {
    const page: { TableNames: string[]; LastEvaluatedTableName?: string } = await call(
      namespace,
      "ListTables",
      start ? { ExclusiveStartTableName: start } : {},
      { quiet: true, ...(signal && { signal }) },
    );
    names.push(...page.TableNames);
    start = page.LastEvaluatedTableName;
  } while (start);
  return names;
}

export async function describeTable(
  namespace: Namespace,
  name: string,
  signal?: AbortSignal,
): Promise<TableDescription> {
  const options = { quiet: true, ...(signal && { signal }) };
  return (await call<{ Table: TableDescription }>(namespace, "DescribeTable", { TableName: name }, options))
    .Table;
}

const DESCRIBED_AT_ONCE = 6;

/** All tables; one that somebody deletes meanwhile is left out. */
export async function describeTables(
  namespace: Namespace,
  signal?: AbortSignal,
  tablesMax = Number.POSITIVE_INFINITY,
): Promise<TableDescription[]> {
  const names = (await listTables(namespace, signal)).slice(0, tablesMax);
  const found = new Map<string, TableDescription>();
  await forEach(names, DESCRIBED_AT_ONCE, async (name) => {
    try {
      found.set(name, await describeTable(namespace, name, signal));
    } catch (failure) {
      if ((failure as { type?: string }).type !== "ResourceNotFoundException") {
        throw failure;
      }
    }
  });
  return names.flatMap((name) => found.get(name) ?? []);
}

export interface TimeToLive {
  readonly TimeToLiveStatus: string;
  readonly AttributeName?: string;
}

export async function describeTimeToLive(namespace: Namespace, name: string): Promise<TimeToLive> {
  return (
    await call<{ TimeToLiveDescription: TimeToLive }>(
      namespace,
      "DescribeTimeToLive",
      { TableName: name },
      { quiet: true },
    )
  ).TimeToLiveDescription;
}

/** The recovery period of a table. Times are seconds. */
export interface Recovery {
  readonly PointInTimeRecoveryStatus: string;
  readonly RecoveryPeriodInDays?: number;
  readonly EarliestRestorableDateTime?: number;
  readonly LatestRestorableDateTime?: number;
}

export async function describeRecovery(namespace: Namespace, name: string): Promise<Recovery> {
  const answer = await call<{ ContinuousBackupsDescription: { PointInTimeRecoveryDescription?: Recovery } }>(
    namespace,
    "DescribeContinuousBackups",
    { TableName: name },
    { quiet: true },
  );
  return (
    answer.ContinuousBackupsDescription.PointInTimeRecoveryDescription ?? {
      PointInTimeRecoveryStatus: "DISABLED",
    }
  );
}

const SETTLE_TRIES = 100;
const SETTLE_MILLIS = 100;

/** Gives a new table what CreateTable cannot say, one after the other: an UpdateTable has the table to itself. */
export async function settle(
  namespace: Namespace,
  name: string,
  calls: readonly (readonly [operation: string, input: Record<string, unknown>])[],
): Promise<void> {
  for (const [operation, input] of calls) {
    for (let tries = 0; tries < SETTLE_TRIES; tries++) {
      if ((await describeTable(namespace, name)).TableStatus === "ACTIVE") {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLIS));
    }
    await call(namespace, operation, input);
  }
}

/** Does something for each, a few at a time. */
export async function forEach<T>(
  values: readonly T[],
  atOnce: number,
  action: (value: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < values.length) {
      await action(values[next++] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

export function isOnDemand(table: TableDescription): boolean {
  return table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
}
