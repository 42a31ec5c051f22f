import type { Namespace } from "./client.ts";
import { iam } from "./iam.ts";
import { child, members, text } from "./query.ts";

/** A place in the text of a policy, counted from 1: behind the brace that begins or ends a statement. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A statement that decided, by the name of its policy and its place there. */
export interface MatchedStatement {
  readonly policy: string;
  readonly type: string;
  readonly start: Position;
  readonly end: Position;
}

export interface SimulatedDecision {
  readonly action: string;
  readonly resource: string;
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  readonly statements: readonly MatchedStatement[];
  /** Keys of the context that a condition asked for and that nobody gave. */
  readonly missing: readonly string[];
}

export interface SimulatedQuestion {
  /** Whose policies; "" for none but those that are given. */
  readonly who: string;
  readonly policies: readonly string[];
  readonly resourcePolicy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context: readonly (readonly [key: string, value: string])[];
}

/** Asks what somebody may do, or what policies would allow: SimulatePrincipalPolicy, SimulateCustomPolicy. */
export async function simulate(
  namespace: Namespace,
  question: SimulatedQuestion,
): Promise<SimulatedDecision[]> {
  const list = (name: string, values: readonly string[]) =>
    values.map((value, i): [string, string] => [`${name}.member.${i + 1}`, value]);
  const parameters = Object.fromEntries([
    ...list("PolicyInputList", question.policies),
    ...list("ActionNames", question.actions),
    ...list("ResourceArns", question.resources),
    ...(question.who ? [["PolicySourceArn", question.who]] : []),
    ...(question.resourcePolicy ? [["ResourcePolicy", question.resourcePolicy]] : []),
    ...question.context.flatMap(([key, value], i) => [
      [`ContextEntries.member.${i + 1}.ContextKeyName`, key],
      [`ContextEntries.member.${i + 1}.ContextKeyType`, "string"],
      [`ContextEntries.member.${i + 1}.ContextKeyValues.member.1`, value],
    ]),
  ]) as Record<string, string>;
  const found: SimulatedDecision[] = [];
  let marker = "";
  do {
    const action = question.who ? "SimulatePrincipalPolicy" : "SimulateCustomPolicy";
    const page = await iam(namespace, action, { ...parameters, ...(marker && { Marker: marker }) });
    for (const result of members(page, "EvaluationResults")) {
      const name = text(result, "EvalActionName");
      const single = members(result, "ResourceSpecificResults");
      found.push(
        ...(single.length > 0 ? single : [result]).map((one) => ({
          action: name,
          resource: text(one, "EvalResourceName"),
          decision: (text(one, "EvalResourceDecision") ||
            text(one, "EvalDecision")) as SimulatedDecision["decision"],
          statements: members(one, "MatchedStatements").map(statement),
          missing: members(one, "MissingContextValues").map((key) => key.textContent ?? ""),
        })),
      );
    }
    marker = text(page, "IsTruncated") === "true" ? text(page, "Marker") : "";
  } while (marker);
  return found;
}

function statement(element: Element): MatchedStatement {
  const position = (name: string): Position => {
    const place = child(element, name);
    return {
      line: place ? Number(text(place, "Line")) : 1,
      column: place ? Number(text(place, "Column")) : 1,
    };
  };
  return {
    policy: text(element, "SourcePolicyId"),
    type: text(element, "SourcePolicyType"),
    start: position("StartPosition"),
    end: position("EndPosition"),
  };
}
