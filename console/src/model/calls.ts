import { isOwnAnswer, type LoggedCall, type Namespace } from "../api/client.ts";
import type { ServerCall } from "../api/requests.ts";

/** One call in the log: of this page, of another client, or of this page as the server saw it. */
export interface Call {
  readonly key: string;
  readonly namespace: Namespace;
  readonly service: string;
  readonly operation: string;
  /** Tables, or the path where there are none. */
  readonly resources: readonly string[];
  readonly started: number;
  readonly millis: number;
  readonly units: number | undefined;
  readonly error: string;
  /** "" if it was this page. */
  readonly who: string;
  readonly input: Readonly<Record<string, unknown>> | undefined;
  readonly own: LoggedCall | undefined;
  readonly server: ServerCall | undefined;
}

/** All calls, the newest first, each once: those of this page are told apart by the ids of their answers. */
export function mergedCalls(own: readonly LoggedCall[], server: readonly ServerCall[]): Call[] {
  const byId = new Map(own.map((one) => [one.requestId, one]));
  const seen = new Set(server.map((one) => one.RequestId));
  const alone = own.filter((one) => one.requestId === "" || !seen.has(one.requestId));
  return [...alone.map(ofPage), ...server.map((one) => ofServer(one, byId.get(one.RequestId)))].sort(
    (a, b) => b.started - a.started || (a.key < b.key ? 1 : -1),
  );
}

function ofPage(one: LoggedCall): Call {
  return {
    key: `page ${one.id}`,
    namespace: one.namespace,
    service: "dynamodb",
    operation: one.operation,
    resources: typeof one.input.TableName === "string" ? [one.input.TableName] : [],
    started: one.started,
    millis: one.millis,
    units: one.units,
    error: one.error ?? "",
    who: "",
    input: one.input,
    own: one,
    server: undefined,
  };
}

function ofServer(one: ServerCall, own: LoggedCall | undefined): Call {
  const units = one.ReadUnits + one.WriteUnits;
  return {
    key: `server ${one.Sequence}`,
    namespace: own?.namespace ?? { account: one.Account, region: one.Region },
    service: one.Service,
    operation: one.Operation,
    resources: one.Tables.length > 0 ? one.Tables : one.Path === "/" ? [] : [one.Path],
    started: one.Time,
    millis: own?.millis ?? one.Millis,
    units: units > 0 ? units : undefined,
    error: own?.error ?? (one.Error || (one.Status >= 400 ? `HTTP ${one.Status}` : "")),
    who:
      own || isOwnAnswer(one.RequestId)
        ? ""
        : [nameOf(one.Caller), programOf(one.Client)].filter((word) => word !== "").join(" · "),
    input: own?.input ?? inputOf(one),
    own,
    server: one,
  };
}

function inputOf(one: ServerCall): Readonly<Record<string, unknown>> | undefined {
  if (one.Service !== "dynamodb" || one.Body === undefined) {
    return undefined;
  }
  try {
    const input: unknown = JSON.parse(one.Body);
    return typeof input === "object" && input !== null && !Array.isArray(input)
      ? (input as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The last part of an ARN: a user's name, a session's; of the root of an account, its number. */
function nameOf(arn: string): string {
  const parts = arn.split(":");
  return parts.at(-1) === "root" ? (parts.at(-2) ?? "") : (arn.split("/").at(-1) ?? "");
}

/** What of User-Agent people recognise. */
export function programOf(client: string): string {
  const first = client.split(" ")[0] ?? "";
  return /^Mozilla\//.test(first) ? (/(Firefox|Edg|Chrome|Safari)/.exec(client)?.[1] ?? first) : first;
}
