import { type Credentials, signedHeaders } from "./sigv4.ts";

/** Where tables live: an account and a region. */
export interface Namespace {
  readonly account: string;
  readonly region: string;
}

/** One call that this page made. */
export interface LoggedCall {
  readonly id: number;
  readonly namespace: Namespace;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly started: number;
  readonly millis: number;
  readonly units: number | undefined;
  readonly error: string | undefined;
  readonly answer: string;
}

/** What the API refused, or what came of a call that got no answer. */
export class ApiError extends Error {
  readonly type: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, status: number, body: Record<string, unknown>) {
    super(message);
    this.name = "ApiError";
    this.type = type;
    this.status = status;
    this.body = body;
  }

  /** Whether nobody can say if the call was applied. */
  get unknown(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

const LOG_CALLS_MAX = 500;
const LOG_ANSWER_CHARACTERS_MAX = 20_000;
const STREAMS = new Set(["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"]);

let signIn: Credentials | undefined;
let calls: readonly LoggedCall[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Signs the calls that follow; kept in memory only. */
export function setCredentials(credentials: Credentials | undefined): void {
  signIn = credentials;
}

export function credentials(): Credentials | undefined {
  return signIn;
}

export function loggedCalls(): readonly LoggedCall[] {
  return calls;
}

export function clearLoggedCalls(): void {
  calls = [];
  tellListeners();
}

export function onLoggedCall(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Calls that only keep the page up to date would bury those that somebody made. */
  readonly quiet?: boolean;
}

/** Calls an operation of the API. */
export async function call<T>(
  namespace: Namespace,
  operation: string,
  input: Record<string, unknown>,
  options: CallOptions = {},
): Promise<T> {
  const started = Date.now();
  const from = performance.now();
  let text = "";
  try {
    const body = JSON.stringify(input);
    const response = await send(namespace, operation, body, options.signal);
    text = await response.text();
    const answer = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (!response.ok) {
      throw errorOf(response.status, answer);
    }
    log(namespace, operation, input, started, from, text, answer, undefined, options);
    return answer as T;
  } catch (failure) {
    const error = toError(failure);
    if (!options.signal?.aborted) {
      log(namespace, operation, input, started, from, text, {}, error, options);
    }
    throw error;
  }
}

function send(
  namespace: Namespace,
  operation: string,
  body: string,
  signal?: AbortSignal,
): Promise<Response> {
  const prefix = STREAMS.has(operation) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810";
  const headers = signedHeaders(
    {
      host: location.host,
      target: `${prefix}.${operation}`,
      body,
      region: namespace.region,
      time: new Date(),
    },
    signIn ?? { accessKey: namespace.account, secretKey: "console" },
  );
  return fetch("/", { method: "POST", headers, body, signal: signal ?? null });
}

function errorOf(status: number, answer: Record<string, unknown>): ApiError {
  const type = String(answer.__type ?? "Error").replace(/^.*#/, "");
  return new ApiError(type, String(answer.message ?? answer.Message ?? type), status, answer);
}

function toError(failure: unknown): Error {
  if (failure instanceof TypeError) {
    return new ApiError("NoAnswer", "The server does not answer.", 0, {});
  }
  return failure instanceof Error ? failure : new Error(String(failure));
}

function log(
  namespace: Namespace,
  operation: string,
  input: Record<string, unknown>,
  started: number,
  from: number,
  answer: string,
  parsed: Record<string, unknown>,
  error: Error | undefined,
  options: CallOptions,
): void {
  if (options.quiet) {
    return;
  }
  const entry: LoggedCall = {
    id: nextId++,
    namespace,
    operation,
    input,
    started,
    millis: performance.now() - from,
    units: unitsOf(parsed.ConsumedCapacity),
    error: error && (error instanceof ApiError ? `${error.type}: ${error.message}` : error.message),
    answer: answer.slice(0, LOG_ANSWER_CHARACTERS_MAX),
  };
  calls = [...calls.slice(-LOG_CALLS_MAX + 1), entry];
  tellListeners();
}

export function unitsOf(consumed: unknown): number | undefined {
  if (Array.isArray(consumed)) {
    return consumed.reduce((sum: number, one) => sum + (unitsOf(one) ?? 0), 0);
  }
  const units = (consumed as { CapacityUnits?: number } | undefined)?.CapacityUnits;
  return units;
}

function tellListeners(): void {
  for (const listener of listeners) {
    listener();
  }
}
