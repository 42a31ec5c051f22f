import { utf8 } from "./sha256.ts";
import { type Credentials, signedHeaders } from "./sigv4.ts";

/** Where tables live: an account and a region. */
export interface Namespace {
  readonly account: string;
  readonly region: string;
}

/** One call that this page made. */
export interface LoggedCall {
  readonly id: number;
  /** "" if nobody answered. */
  readonly requestId: string;
  readonly namespace: Namespace;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly started: number;
  readonly millis: number;
  readonly units: number | undefined;
  readonly error: string | undefined;
  /** The beginning of the answer. */
  readonly answer: string;
  /** How much text is kept of it. */
  readonly characters: number;
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
const LOG_CHARACTERS_MAX = 10_000_000;
const LOG_ANSWER_CHARACTERS_MAX = 20_000;
const STREAMS = new Set(["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"]);

/** Ids of the answers to calls of other services than DynamoDB; the calls are not kept, but known to be of this page. */
const ownAnswers = new Set<string>();
const OWN_ANSWERS_MAX = 5000;

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

/** Remembers that a call which was answered so was of this page. */
export function noteOwnAnswer(response: Response): void {
  const id = response.headers.get("x-amzn-requestid") ?? response.headers.get("x-amz-request-id");
  if (id) {
    if (ownAnswers.size >= OWN_ANSWERS_MAX) {
      ownAnswers.clear();
    }
    ownAnswers.add(id);
  }
}

export function isOwnAnswer(id: string): boolean {
  return ownAnswers.has(id);
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
  /** Is told how many characters an answer has. */
  readonly onLength?: (characters: number) => void;
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
  let requestId = "";
  let sent = 0;
  const log = (parsed: Record<string, unknown>, error: Error | undefined) => {
    if (!options.quiet) {
      keep({
        id: nextId++,
        requestId,
        namespace,
        operation,
        input,
        started,
        millis: performance.now() - from,
        units: unitsOf(parsed.ConsumedCapacity),
        error: error && (error instanceof ApiError ? `${error.type}: ${error.message}` : error.message),
        answer: beginning(text),
        characters: sent + Math.min(text.length, LOG_ANSWER_CHARACTERS_MAX),
      });
    }
  };
  try {
    const body = JSON.stringify(input);
    sent = body.length;
    const response = await send(namespace, operation, body, options);
    requestId = response.headers.get("x-amzn-requestid") ?? "";
    text = await response.text();
    options.onLength?.(text.length);
    const answer = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (!response.ok) {
      throw errorOf(response.status, answer);
    }
    log(answer, undefined);
    return answer as T;
  } catch (failure) {
    const error = toError(failure);
    if (!options.signal?.aborted) {
      log({}, error);
    }
    throw error;
  }
}

async function send(
  namespace: Namespace,
  operation: string,
  body: string,
  { signal, quiet }: CallOptions,
): Promise<Response> {
  const prefix = STREAMS.has(operation) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810";
  const headers = await signedHeaders(
    {
      host: location.host,
      target: `${prefix}.${operation}`,
      body,
      region: namespace.region,
      time: new Date(),
    },
    signIn ?? { accessKey: namespace.account, secretKey: "console" },
  );
  if (quiet) {
    headers["x-stator-refresh"] = "1"; // The server's log leaves it out as well.
  }
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

/** The last calls, fewer of them if they are large. */
function keep(entry: LoggedCall): void {
  const kept = [...calls.slice(-LOG_CALLS_MAX + 1), entry];
  let characters = kept.reduce((sum, one) => sum + one.characters, 0);
  while (kept.length > 1 && characters > LOG_CHARACTERS_MAX) {
    characters -= kept.shift()?.characters ?? 0;
  }
  calls = kept;
  tellListeners();
}

/** A copy of the beginning of a text. What slice() gives is a view that would keep the whole text in memory. */
function beginning(text: string): string {
  return new TextDecoder().decode(utf8(text.slice(0, LOG_ANSWER_CHARACTERS_MAX)));
}

/** What makes a call the same call when it is sent again. */
export function newToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
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
