import type { Namespace } from "./client.ts";
import { jsonCall } from "./rest.ts";

export type Direction = "read" | "write";

/** How the capacity of a table or an index follows its use. */
export interface Scaling {
  readonly minimum: number;
  readonly maximum: number;
  /** Percent of the capacity that shall be in use. */
  readonly target: number;
}

const SERVICE = "application-autoscaling";
const WORDS = { read: "ReadCapacityUnits", write: "WriteCapacityUnits" } as const;
const METRICS = {
  read: "DynamoDBReadCapacityUtilization",
  write: "DynamoDBWriteCapacityUtilization",
} as const;

function ask<T>(namespace: Namespace, operation: string, input: Record<string, unknown>, quiet = false) {
  const all = { ServiceNamespace: "dynamodb", ...input };
  return jsonCall<T>(namespace, SERVICE, `AnyScaleFrontendService.${operation}`, all, { quiet });
}

function resource(table: string, index: string): string {
  return `table/${table}${index && `/index/${index}`}`;
}

function dimension(index: string, direction: Direction): string {
  return `dynamodb:${index ? "index" : "table"}:${WORDS[direction]}`;
}

/** The scaling of a table, or of an index of it, in both directions; absent where there is none. */
export async function scalingOf(
  namespace: Namespace,
  table: string,
  index: string,
): Promise<Partial<Record<Direction, Scaling>>> {
  const ResourceId = resource(table, index);
  const [targets, policies] = await Promise.all([
    ask<{ ScalableTargets: { ScalableDimension: string; MinCapacity: number; MaxCapacity: number }[] }>(
      namespace,
      "DescribeScalableTargets",
      { ResourceIds: [ResourceId] },
      true,
    ),
    ask<{
      ScalingPolicies: {
        ScalableDimension: string;
        TargetTrackingScalingPolicyConfiguration?: { TargetValue: number };
      }[];
    }>(namespace, "DescribeScalingPolicies", { ResourceId }, true),
  ]);
  const found: Partial<Record<Direction, Scaling>> = {};
  for (const direction of ["read", "write"] as const) {
    const of = dimension(index, direction);
    const target = targets.ScalableTargets.find((one) => one.ScalableDimension === of);
    const policy = policies.ScalingPolicies.find((one) => one.ScalableDimension === of);
    if (target) {
      found[direction] = {
        minimum: target.MinCapacity,
        maximum: target.MaxCapacity,
        target: policy?.TargetTrackingScalingPolicyConfiguration?.TargetValue ?? 70,
      };
    }
  }
  return found;
}

export async function setScaling(
  namespace: Namespace,
  table: string,
  index: string,
  direction: Direction,
  scaling: Scaling,
): Promise<void> {
  const of = { ResourceId: resource(table, index), ScalableDimension: dimension(index, direction) };
  await ask(namespace, "RegisterScalableTarget", {
    ...of,
    MinCapacity: scaling.minimum,
    MaxCapacity: scaling.maximum,
  });
  await ask(namespace, "PutScalingPolicy", {
    ...of,
    PolicyName: `${WORDS[direction]}:${of.ResourceId}`,
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: scaling.target,
      PredefinedMetricSpecification: { PredefinedMetricType: METRICS[direction] },
    },
  });
}

/** Its policy goes with it. */
export async function endScaling(
  namespace: Namespace,
  table: string,
  index: string,
  direction: Direction,
): Promise<void> {
  await ask(namespace, "DeregisterScalableTarget", {
    ResourceId: resource(table, index),
    ScalableDimension: dimension(index, direction),
  });
}
