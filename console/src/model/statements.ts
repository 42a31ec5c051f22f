import type { Namespace } from "../api/client.ts";
import type { Authorization, Principal } from "../api/iam.ts";
import type { MatchedStatement, Position } from "../api/simulate.ts";
import { actionOf, tableOf } from "../explore/partiql.ts";

/** One statement that applies to somebody, and where it comes from. */
export interface Applied {
  readonly from: string;
  readonly effect: string;
  readonly actions: string;
  readonly resources: string;
  readonly condition: string;
}

/** All statements that apply to a user, group or role: its own, those attached to it, and those of its groups. */
export function appliedTo(who: Principal, all: Authorization): Applied[] {
  const documents = (one: Principal) => [
    ...one.inline.map((policy) => ({ from: `${one.name} / ${policy.name}`, document: policy.document })),
    ...one.attached.map((attached) => ({
      from: attached.name,
      document: all.policies.find((policy) => policy.arn === attached.arn)?.document ?? "",
    })),
  ];
  const groups = all.principals.filter((one) => one.kind === "Group" && who.groups.includes(one.name));
  return [who, ...groups].flatMap(documents).flatMap(({ from, document }) => statements(from, document));
}

function statements(from: string, document: string): Applied[] {
  let parsed: { Statement?: unknown };
  try {
    parsed = JSON.parse(document || "{}") as typeof parsed;
  } catch {
    return [];
  }
  const list = (
    Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement ?? []]
  ).flat() as Record<string, unknown>[];
  const words = (one: Record<string, unknown>, name: string) =>
    one[name] !== undefined
      ? [one[name]].flat().join(", ")
      : one[`Not${name}`] !== undefined
        ? `≠ ${[one[`Not${name}`]].flat().join(", ")}`
        : "";
  return list.map((one) => ({
    from,
    effect: String(one.Effect ?? ""),
    actions: words(one, "Action"),
    resources: words(one, "Resource"),
    condition: one.Condition ? JSON.stringify(one.Condition) : "",
  }));
}

/** The text of the statement that a simulation names: positions are behind its first and its last brace. */
export function statementText(document: string, { start, end }: MatchedStatement): string {
  const starts = [0];
  for (const line of document.split("\n")) {
    starts.push((starts.at(-1) as number) + line.length + 1);
  }
  const at = ({ line, column }: Position) => (starts[line - 1] ?? 0) + column - 1;
  return document.slice(Math.max(0, at(start) - 1), at(end));
}

/** The document of a policy as a simulation calls it: a managed one by its name, others by whose they are. */
export function documentOf(policy: string, all: Authorization, given: readonly string[]): string {
  const input = /^PolicyInputList\.(\d+)$/.exec(policy)?.[1];
  if (input) {
    return given[Number(input) - 1] ?? "";
  }
  const own = all.principals
    .flatMap((who) =>
      who.inline.map((one) => ({ ...one, name: `${who.kind.toLowerCase()}_${who.name}_${one.name}` })),
    )
    .find((one) => one.name === policy);
  return own?.document ?? all.policies.find((one) => one.name === policy)?.document ?? "";
}

/** What a policy has to allow of a call. */
export interface CallFacts {
  readonly namespace: Namespace;
  readonly service: string;
  readonly operation: string;
  readonly resources: readonly string[];
  readonly input: Readonly<Record<string, unknown>> | undefined;
}

/** A policy that allows exactly what calls did: their operations, on their tables, indexes, buckets and functions. */
export function policyOf(calls: readonly CallFacts[]): string {
  const byResource = new Map<string, Set<string>>();
  // What was no operation of a service is called by its method.
  const known = calls.filter((call) => !/^[A-Z]+$/.test(call.operation));
  for (const [resource, action] of known.flatMap(permissions)) {
    byResource.set(resource, (byResource.get(resource) ?? new Set()).add(action));
  }
  const byActions = new Map<string, string[]>();
  for (const [resource, actions] of [...byResource].sort()) {
    const id = [...actions].sort().join();
    byActions.set(id, [...(byActions.get(id) ?? []), resource]);
  }
  const Statement = [...byActions].map(([actions, resources]) => ({
    Effect: "Allow",
    Action: actions.split(","),
    Resource: resources,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2);
}

/** Resources of a call, and the action that AWS asks for on each. */
function permissions(call: CallFacts): [string, string][] {
  const { account, region } = call.namespace;
  if (call.service === "s3") {
    return [objectPermission(call)];
  }
  if (call.service === "lambda") {
    const name = /\/functions\/([^/]+)/.exec(call.resources[0] ?? "")?.[1];
    const arn = `arn:aws:lambda:${region}:${account}:function:${decodeURIComponent(name ?? "")}`;
    const operation = call.operation === "Invoke" ? "InvokeFunction" : call.operation;
    return [[name && !/arn%3A|arn:/.test(name) ? arn : "*", `lambda:${operation}`]];
  }
  if (call.service !== "dynamodb") {
    return [["*", `${call.service}:${call.operation}`]];
  }
  const table = (name: string) =>
    name.startsWith("arn:") ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
  return parts(call).map(([name, action, index]) => [
    name === "" ? "*" : table(name) + (index ? `/index/${index}` : ""),
    `dynamodb:${action}`,
  ]);
}

/** Where the operation of Amazon S3 has another name than the action that allows it. */
const OBJECT_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: "GetObject",
  CopyObject: "PutObject",
  DeleteObjects: "DeleteObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  ListParts: "ListMultipartUploadParts",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  HeadBucket: "ListBucket",
  ListBuckets: "ListAllMyBuckets",
};

function objectPermission(call: CallFacts): [string, string] {
  const path = (call.resources[0] ?? "").replace(/^\//, "").replace(/\/$/, "");
  const action = OBJECT_ACTIONS[call.operation] ?? call.operation;
  return [path === "" ? "*" : `arn:aws:s3:::${decodeURIComponent(path)}`, `s3:${action}`];
}

/** The tables of a call, with the action that AWS asks for on each, and the index if it is about one. */
function parts({ operation, input, resources }: CallFacts): [string, string, string?][] {
  if (!input) {
    return (resources.length > 0 ? resources : [""]).map((table) => [table, operation]);
  }
  if (operation === "TransactWriteItems" || operation === "TransactGetItems") {
    const actions = {
      Put: "PutItem",
      Update: "UpdateItem",
      Delete: "DeleteItem",
      ConditionCheck: "ConditionCheckItem",
      Get: "GetItem",
    };
    return ((input.TransactItems ?? []) as Record<string, { TableName: string }>[]).flatMap((item) =>
      Object.entries(item).map(([kind, one]): [string, string] => [
        one.TableName,
        actions[kind as keyof typeof actions] ?? kind,
      ]),
    );
  }
  if (operation === "BatchGetItem" || operation === "BatchWriteItem") {
    return Object.keys((input.RequestItems ?? {}) as object).map((table) => [table, operation]);
  }
  const statements = [input, ...[input.Statements ?? input.TransactStatements ?? []].flat()]
    .map((one) => (one as { Statement?: unknown }).Statement)
    .filter((one) => typeof one === "string");
  if (statements.length > 0) {
    return statements.map((statement) => {
      const { action, index } = actionOf(statement);
      return [tableOf(statement) ?? "", action, index];
    });
  }
  const index = typeof input.IndexName === "string" ? input.IndexName : undefined;
  const named =
    input.TableName ?? input.ResourceArn ?? input.TableArn ?? input.StreamArn ?? resources[0] ?? "";
  return [[String(named), operation, index]];
}
