import { ask } from "./admin.ts";

/** A call that the server had, of whatever client: docs/configuration.md, "Requests". */
export interface ServerCall {
  readonly Sequence: number;
  /** Milliseconds since 1970. */
  readonly Time: number;
  readonly Millis: number;
  readonly RequestId: string;
  readonly Service: string;
  readonly Operation: string;
  readonly Tables: readonly string[];
  readonly Path: string;
  readonly Caller: string;
  readonly AccessKeyId: string;
  readonly Account: string;
  readonly Region: string;
  readonly Source: string;
  readonly Client: string;
  readonly Status: number;
  readonly Error: string;
  readonly ReadUnits: number;
  readonly WriteUnits: number;
  readonly RequestBytes: number;
  readonly AnswerBytes: number;
  /** Not there if it is long, or of a service whose requests have secrets. */
  readonly Body?: string;
}

/** What is known of the calls of all clients. */
export interface ServerCalls {
  readonly calls: readonly ServerCall[];
  /** Why there are none, if the server does not tell. */
  readonly error: Error | undefined;
}

const CALLS_MAX = 2000;
const KEEP_ALIVE_MILLIS = 60_000;

let known: ServerCalls = { calls: [], error: undefined };
let last = 0;
let asking: Promise<void> | undefined;
const listeners = new Set<() => void>();

export function serverCalls(): ServerCalls {
  return known;
}

export function onServerCalls(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Gets what is new; the server keeps calls for some minutes after somebody asked. */
export function readServerCalls(): Promise<void> {
  asking ??= read().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function read(): Promise<void> {
  try {
    const found: ServerCall[] = [];
    for (;;) {
      const page = JSON.parse(await ask("GET", `/_stator/requests/${last}`)) as {
        Calls: ServerCall[];
        Last: number;
      };
      if (page.Last < last) {
        last = 0; // Another server is there now, and counts anew.
        continue;
      }
      found.push(...page.Calls);
      last = page.Calls.at(-1)?.Sequence ?? page.Last;
      if (last >= page.Last) {
        break;
      }
    }
    if (found.length > 0 || known.error) {
      tell({ calls: [...known.calls, ...found].slice(-CALLS_MAX), error: undefined });
    }
  } catch (failure) {
    tell({ ...known, error: failure as Error });
  }
}

/** The server need not tell again what this page has forgotten. */
export function clearServerCalls(): void {
  tell({ ...known, calls: [] });
}

function tell(next: ServerCalls): void {
  known = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Lets the server keep calls as long as this page is open. */
export function keepServerCalls(): () => void {
  readServerCalls();
  const timer = setInterval(readServerCalls, KEEP_ALIVE_MILLIS);
  return () => clearInterval(timer);
}
