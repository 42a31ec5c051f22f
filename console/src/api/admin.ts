import { ApiError, credentials } from "./client.ts";
import { signedHeaders } from "./sigv4.ts";

/** What goes wrong on request: docs/configuration.md, "Faults". */
export interface Fault {
  Table?: string;
  Operation?: string;
  Probability?: number;
  Count?: number;
  LatencyMillis?: number;
  Error?: string;
  Message?: string;
  Applied?: boolean;
  Struck?: number;
}

export interface ReplicationState {
  Faults: { [region: string]: { Cut?: boolean; DelayMillis?: number } };
  Replicas: { [name: string]: unknown }[];
}

export interface AccessedKey {
  Key?: unknown;
  [name: string]: unknown;
}

/** How many items and bytes a table or index holds. */
export interface Holding {
  readonly account: string;
  readonly region: string;
  readonly table: string;
  readonly index: string;
  readonly items: number;
}

/** One line of the metrics: a name, labels, a value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export async function ask(method: string, path: string, body?: string): Promise<string> {
  let response: Response;
  const signer = credentials();
  const headers = signer
    ? await signedHeaders(
        {
          host: location.host,
          service: "stator",
          method,
          path,
          contentType: "",
          body: body ?? "",
          region: "us-east-1",
          time: new Date(),
        },
        signer,
      )
    : {};
  try {
    response = await fetch(path, { method, headers, body: body ?? null });
  } catch {
    throw new ApiError("NoAnswer", "The server does not answer.", 0, {});
  }
  const text = await response.text();
  if (!response.ok) {
    throw new ApiError(`HTTP ${response.status}`, messageOf(text), response.status, {});
  }
  return text;
}

function messageOf(text: string): string {
  try {
    const parsed = JSON.parse(text) as { message?: string; Message?: string };
    return parsed.message ?? parsed.Message ?? text;
  } catch {
    return text;
  }
}

export async function faults(): Promise<Fault[]> {
  return (JSON.parse(await ask("GET", "/_stator/faults")) as { Faults: Fault[] }).Faults;
}

export async function setFaults(all: readonly Fault[]): Promise<void> {
  await ask("PUT", "/_stator/faults", JSON.stringify({ Faults: all }));
}

export async function clearFaults(): Promise<void> {
  await ask("DELETE", "/_stator/faults");
}

export async function replication(): Promise<ReplicationState> {
  return JSON.parse(await ask("GET", "/_stator/replication")) as ReplicationState;
}

export async function cut(region: string, on: boolean): Promise<void> {
  await ask(on ? "PUT" : "DELETE", `/_stator/replication/${encodeURIComponent(region)}/cut`);
}

export async function delay(region: string, millis: number): Promise<void> {
  await ask("PUT", `/_stator/replication/${encodeURIComponent(region)}/delay/${millis}`);
}

export async function heal(region: string): Promise<void> {
  await ask("DELETE", `/_stator/replication/${encodeURIComponent(region)}`);
}

export async function sweepExpired(): Promise<number> {
  return (JSON.parse(await ask("DELETE", "/_aws/dynamodb/expired")) as { ExpiredItems: number }).ExpiredItems;
}

export async function accessedKeys(account: string, region: string, table: string): Promise<unknown> {
  return JSON.parse(await ask("GET", `/_stator/contributor-insights/${account}/${region}/${table}`));
}

export async function metrics(): Promise<Sample[]> {
  return parseMetrics(await ask("GET", "/metrics"));
}

/** Reads the text form of Prometheus. */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    const match = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!match?.[1]) {
      continue;
    }
    const labels: Record<string, string> = {};
    for (const label of (match[2] ?? "").matchAll(/([a-z]+)="((?:[^"\\]|\\.)*)"/g)) {
      labels[label[1] as string] = (label[2] as string).replace(/\\(.)/g, "$1");
    }
    samples.push({ name: match[1], labels, value: Number(match[3]) });
  }
  return samples;
}

/** What the tables of all accounts and regions hold. */
export async function holdings(): Promise<Holding[]> {
  return (await metrics())
    .filter((sample) => sample.name === "stator_table_items" && sample.labels.index === "")
    .map(({ labels, value }) => ({
      account: labels.account ?? "",
      region: labels.region ?? "",
      table: labels.table ?? "",
      index: "",
      items: value,
    }));
}
