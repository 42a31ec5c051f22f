import { base64, readZip, writeZip, type ZipFile } from "../model/zip.ts";
import type { Namespace } from "./client.ts";
import { jsonCall, type RestCall, restCall } from "./rest.ts";

export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly CodeSize: number;
  readonly Description?: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly LastModified: string;
  readonly State?: string;
  readonly StateReason?: string;
  readonly LastUpdateStatus?: string;
  readonly Role?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

export interface EventSource {
  readonly UUID: string;
  readonly EventSourceArn?: string;
  readonly FunctionArn: string;
  readonly State: string;
  readonly BatchSize?: number;
  readonly LastProcessingResult?: string;
  readonly StartingPosition?: string;
}

export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

const FUNCTIONS = ["2015-03-31", "functions"];
const MAPPINGS = ["2015-03-31", "event-source-mappings"];

async function ask<T>(
  namespace: Namespace,
  path: readonly string[],
  more: Omit<RestCall, "service" | "path"> = {},
): Promise<T> {
  const type = more.body === undefined ? {} : { contentType: "application/json" };
  const response = await restCall(namespace, { service: "lambda", path, ...type, ...more });
  const text = await response.text();
  return (text === "" ? {} : JSON.parse(text)) as T;
}

export async function listFunctions(namespace: Namespace): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = [];
  let marker: string | undefined;
  do {
    const page: { Functions: FunctionConfiguration[]; NextMarker?: string | null } = await ask(
      namespace,
      FUNCTIONS,
      { quiet: true, ...(marker && { query: { Marker: marker } }) },
    );
    found.push(...page.Functions);
    marker = page.NextMarker ?? undefined;
  } while (marker);
  return found;
}

export function getFunction(namespace: Namespace, name: string): Promise<FunctionConfiguration> {
  return ask(namespace, [...FUNCTIONS, name, "configuration"], { quiet: true });
}

export async function createFunction(
  namespace: Namespace,
  input: Readonly<Record<string, unknown>>,
  files: readonly ZipFile[],
): Promise<void> {
  await ask(namespace, FUNCTIONS, {
    method: "POST",
    body: JSON.stringify({ ...input, Code: { ZipFile: base64(writeZip(files)) } }),
  });
}

export async function deleteFunction(namespace: Namespace, name: string): Promise<void> {
  await ask(namespace, [...FUNCTIONS, name], { method: "DELETE" });
}

export async function changeFunction(
  namespace: Namespace,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  await ask(namespace, [...FUNCTIONS, name, "configuration"], {
    method: "PUT",
    body: JSON.stringify(input),
  });
}

/** The files of a function's code; empty if it lies in a folder, which "folder" names. */
export async function functionCode(
  namespace: Namespace,
  name: string,
): Promise<{ files: ZipFile[]; folder: string }> {
  const answer = await ask<{ Code: { Location?: string } }>(namespace, [...FUNCTIONS, name], { quiet: true });
  const location = answer.Code.Location ?? "";
  if (!/^https?:/.test(location)) {
    return { files: [], folder: location };
  }
  // The address is that of the server as functions know it; the page asks where it came from.
  const { pathname, search } = new URL(location);
  const response = await fetch(pathname + search, { headers: { "x-stator-refresh": "1" } });
  if (!response.ok) {
    throw new Error(`The code cannot be had: HTTP ${response.status}`);
  }
  return { files: await readZip(new Uint8Array(await response.arrayBuffer())), folder: "" };
}

export async function updateCode(
  namespace: Namespace,
  name: string,
  files: readonly ZipFile[],
): Promise<void> {
  await ask(namespace, [...FUNCTIONS, name, "code"], {
    method: "PUT",
    body: JSON.stringify({ ZipFile: base64(writeZip(files)) }),
  });
}

/** What an invocation came to. */
export interface Invocation {
  readonly status: number;
  /** "Unhandled" and the like; "" if the function gave a value. */
  readonly error: string;
  readonly payload: string;
  /** The last lines that it printed. */
  readonly log: string;
  readonly millis: number;
}

export async function invoke(
  namespace: Namespace,
  name: string,
  payload: string,
  type: "RequestResponse" | "Event" | "DryRun",
): Promise<Invocation> {
  const from = performance.now();
  const response = await restCall(namespace, {
    service: "lambda",
    method: "POST",
    path: [...FUNCTIONS, name, "invocations"],
    contentType: "application/json",
    body: payload,
    headers: {
      "x-amz-invocation-type": type,
      ...(type === "RequestResponse" && { "x-amz-log-type": "Tail" }),
    },
  });
  const log = response.headers.get("x-amz-log-result") ?? "";
  return {
    status: response.status,
    error: response.headers.get("x-amz-function-error") ?? "",
    payload: await response.text(),
    log: new TextDecoder().decode(Uint8Array.from(atob(log), (character) => character.charCodeAt(0))),
    millis: performance.now() - from,
  };
}

export async function eventSources(namespace: Namespace, name: string): Promise<EventSource[]> {
  const page = await ask<{ EventSourceMappings: EventSource[] }>(namespace, MAPPINGS, {
    query: { FunctionName: name },
    quiet: true,
  });
  return page.EventSourceMappings;
}

export async function createEventSource(
  namespace: Namespace,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  await ask(namespace, MAPPINGS, { method: "POST", body: JSON.stringify(input) });
}

export async function changeEventSource(
  namespace: Namespace,
  id: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  await ask(namespace, [...MAPPINGS, id], { method: "PUT", body: JSON.stringify(input) });
}

export async function deleteEventSource(namespace: Namespace, id: string): Promise<void> {
  await ask(namespace, [...MAPPINGS, id], { method: "DELETE" });
}

/** The last events of a function's log group, the newest first; none if it has not printed yet. */
export async function functionLog(
  namespace: Namespace,
  name: string,
  pattern: string,
  since: number,
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let token: string | undefined;
  try {
    do {
      const page: { events: LogEvent[]; nextToken?: string } = await jsonCall(
        namespace,
        "logs",
        "Logs_20140328.FilterLogEvents",
        {
          logGroupName: `/aws/lambda/${name}`,
          startTime: since,
          ...(pattern && { filterPattern: pattern }),
          ...(token && { nextToken: token }),
        },
        { quiet: true },
      );
      events.push(...page.events);
      token = page.nextToken;
    } while (token && events.length < LOG_EVENTS_MAX);
  } catch (failure) {
    if ((failure as { type?: string }).type !== "ResourceNotFoundException") {
      throw failure;
    }
  }
  return events.reverse();
}

const LOG_EVENTS_MAX = 5000;
