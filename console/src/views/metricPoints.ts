import type { Sample } from "../api/admin.ts";

/** What happened between two looks at the metrics. */
export interface Point {
  readonly time: number;
  readonly calls: number;
  readonly errors: number;
  readonly median: number;
  readonly slow: number;
}

export function pointOf(
  before: readonly Sample[],
  after: readonly Sample[],
  seconds: number,
  time: number,
): Point {
  const rate = (name: string) => Math.max(0, total(after, name) - total(before, name)) / seconds;
  return {
    time,
    calls: rate("stator_request_seconds_count"),
    errors: rate("stator_errors_total"),
    median: quantile(before, after, 0.5) * 1000,
    slow: quantile(before, after, 0.99) * 1000,
  };
}

function total(samples: readonly Sample[], name: string): number {
  return samples.filter((one) => one.name === name).reduce((sum, one) => sum + one.value, 0);
}

export type Labels = Sample["labels"];

/** Whether a figure is of a call: services have operations of the same name. */
export function isOf(labels: Labels, call: Labels): boolean {
  return labels.operation === call.operation && labels.service === call.service;
}

/** The upper end of the bucket in which a share of the calls lies, in seconds. */
export function quantile(
  before: readonly Sample[],
  after: readonly Sample[],
  share: number,
  call?: Labels,
): number {
  const buckets = new Map<number, number>();
  const add = (samples: readonly Sample[], sign: number) => {
    for (const { name, labels, value } of samples) {
      if (name === "stator_request_seconds_bucket" && (!call || isOf(labels, call))) {
        const end = labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le);
        buckets.set(end, (buckets.get(end) ?? 0) + sign * value);
      }
    }
  };
  add(after, 1);
  add(before, -1);
  const ends = [...buckets.keys()].sort((a, b) => a - b);
  const all = buckets.get(Number.POSITIVE_INFINITY) ?? 0;
  if (all <= 0) {
    return 0;
  }
  const found = ends.find((end) => (buckets.get(end) ?? 0) >= all * share) ?? 0;
  return Number.isFinite(found) ? found : (ends.at(-2) ?? 0);
}
