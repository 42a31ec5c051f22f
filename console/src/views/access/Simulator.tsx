import { useState } from "react";
import { type Authorization, authorization } from "../../api/iam.ts";
import { type SimulatedDecision, simulate } from "../../api/simulate.ts";
import type { ViewProps } from "../../app/App.tsx";
import { link, replace } from "../../app/router.ts";
import { listTables } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { documentOf, statementText } from "../../model/statements.ts";
import { names } from "../../model/tableForm.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Badge, Failure } from "../../widgets/Feedback.tsx";
import { pretty } from "./PolicyPane.tsx";

const EXAMPLE = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "dynamodb:*",
    "Resource": "*"
  }
}`;

/** What somebody may do, or what a policy would allow, and which statement decides it. */
export function Simulator({ place }: ViewProps) {
  const { namespace, parameters } = place;
  const [who, setWho] = useState(parameters.get("who") ?? "");
  const [actions, setActions] = useState(parameters.get("actions") ?? "dynamodb:GetItem, dynamodb:PutItem");
  const [resources, setResources] = useState(parameters.get("resources") ?? "");
  const [policy, setPolicy] = useState(EXAMPLE);
  const [resourcePolicy, setResourcePolicy] = useState("");
  const [context, setContext] = useState("");
  const [results, setResults] = useState<readonly SimulatedDecision[]>();
  const action = useAction();
  const all = useLoaded(`access ${namespace.account}`, () => authorization(namespace));
  const tables = useLoaded(`simulated ${namespace.region}`, (signal) => listTables(namespace, signal));
  const policies = who === "" ? [policy] : [];
  const arn = (table: string) => `arn:aws:dynamodb:${namespace.region}:${namespace.account}:table/${table}`;
  const run = () => {
    const kept = new URLSearchParams({ ...(who && { who }), actions, ...(resources && { resources }) });
    replace(link(namespace, "access", "simulator", "", kept));
    return action.run(async () =>
      setResults(
        await simulate(namespace, {
          who,
          policies,
          resourcePolicy,
          actions: names(actions),
          resources: names(resources),
          context: context
            .split("\n")
            .filter((line) => line.includes("="))
            .map((line) => {
              const [key = "", ...value] = line.split("=");
              return [key.trim(), value.join("=").trim()] as const;
            }),
        }),
      ),
    );
  };
  return (
    <div className="form">
      <Failure error={all.error ?? action.error} />
      <section data-filter="">
        <div className="line">
          <div className="w-l">
            <Choice
              label={t("Who")}
              value={who}
              options={[
                { id: "", label: t("whoever has this policy") },
                ...(all.value?.principals ?? []).map((one) => ({
                  id: one.arn,
                  label: one.name,
                  detail: one.arn,
                })),
              ]}
              onChange={setWho}
            />
          </div>
          <div className="grow">
            <Field
              label={t("Actions, separated by commas")}
              value={actions}
              onChange={setActions}
              onEnter={run}
              mono
            />
          </div>
        </div>
        <div className="line">
          <div className="grow">
            <Field
              label={t("Resources, separated by commas")}
              placeholder="*"
              value={resources}
              onChange={setResources}
              onEnter={run}
              mono
            />
          </div>
          <div className="w-l">
            <Choice
              label={t("Add a table")}
              value=""
              options={[
                { id: "", label: "…" },
                ...(tables.value ?? []).map((table) => ({ id: table, label: table })),
              ]}
              onChange={(table) => table && setResources([...names(resources), arn(table)].join(", "))}
            />
          </div>
        </div>
        {who === "" && <CodeEditor label={t("Policy")} language="json" value={policy} onChange={setPolicy} />}
        <details>
          <summary>{t("Resource policy and context")}</summary>
          <CodeEditor
            label={t("Resource policy")}
            language="json"
            value={resourcePolicy}
            onChange={setResourcePolicy}
          />
          <Field
            label={t("Values of the context, a line for each")}
            placeholder="aws:SourceIp=10.0.0.1"
            value={context}
            onChange={setContext}
            lines={3}
            mono
          />
        </details>
        <div>
          <Button look="primary" isDisabled={action.busy || names(actions).length === 0} onPress={run}>
            {t("Simulate")}
          </Button>
        </div>
      </section>
      {results && all.value && <Results results={results} all={all.value} policies={policies} />}
    </div>
  );
}

function Results(props: {
  readonly results: readonly SimulatedDecision[];
  readonly all: Authorization;
  readonly policies: readonly string[];
}) {
  return (
    <table className="table" aria-label={t("Decisions")}>
      <thead>
        <tr>
          <th>{t("Action")}</th>
          <th>{t("Resource")}</th>
          <th>{t("Decision")}</th>
          <th>{t("Decided by")}</th>
        </tr>
      </thead>
      <tbody>
        {props.results.map((one) => (
          <tr key={`${one.action} ${one.resource}`}>
            <td className="mono isolate">{visible(one.action)}</td>
            <td className="mono isolate">{visible(one.resource, 200)}</td>
            <td>
              <Badge kind={one.decision === "allowed" ? "good" : "bad"}>{decisionWords(one.decision)}</Badge>
            </td>
            <td>
              {one.statements.length === 0 && (
                <span className="soft">{t("No statement speaks of it, so it is denied.")}</span>
              )}
              {one.statements.map((statement) => (
                <details key={JSON.stringify(statement)} open>
                  <summary>{visible(statement.policy)}</summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                  <pre className="code" tabIndex={0}>
                    {pretty(
                      statementText(documentOf(statement.policy, props.all, props.policies), statement),
                    )}
                  </pre>
                </details>
              ))}
              {one.missing.length > 0 && (
                <p className="soft">
                  {t("Conditions also ask for {keys}", { keys: one.missing.join(", ") })}
                </p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function decisionWords(decision: SimulatedDecision["decision"]): string {
  return {
    allowed: t("allowed"),
    explicitDeny: t("denied by a statement"),
    implicitDeny: t("not allowed"),
  }[decision];
}
