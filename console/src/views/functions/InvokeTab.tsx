import { useState } from "react";
import { type Invocation, invoke } from "../../api/lambda.ts";
import { describeTable, listTables } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatNumber, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { type SampleEvent, sampleEvent } from "../../model/events.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Choice } from "../../widgets/Controls.tsx";
import { Badge, Failure } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { FunctionTabProps } from "./FunctionsView.tsx";

const CHARACTERS_MAX = 50_000;

/** Calls the function with an event, and shows what it gave and what it printed. */
export function InvokeTab({ namespace, name }: FunctionTabProps) {
  const [sample, setSample] = useState("empty");
  const [event, setEvent] = useState("{}");
  const [type, setType] = useState<"RequestResponse" | "Event" | "DryRun">("RequestResponse");
  const [result, setResult] = useState<Invocation>();
  const action = useAction();
  const tables =
    useLoaded(`events ${namespace.region}`, (signal) => listTables(namespace, signal)).value ?? [];
  const choose = (chosen: string) =>
    action.run(async () => {
      setSample(chosen);
      const table = chosen.startsWith("table ") ? chosen.slice("table ".length) : undefined;
      const made = sampleEvent(
        table ? "stream" : (chosen as SampleEvent),
        namespace.region,
        table ? await describeTable(namespace, table) : undefined,
      );
      setEvent(JSON.stringify(made, undefined, 2));
    });
  const run = () =>
    action.run(async () => {
      setResult(undefined);
      setResult(await invoke(namespace, name, event, type));
    });
  return (
    <ViewBody>
      <div className="cards">
        <section className="card" data-filter="">
          <header>
            <h2>{t("Event")}</h2>
            <div className="w-l">
              <Choice
                label={t("Example")}
                hideLabel
                value={sample}
                options={[
                  { id: "empty", label: t("an empty event") },
                  { id: "stream", label: t("a change of a table") },
                  ...tables.map((table) => ({
                    id: `table ${table}`,
                    label: t("a change of {table}", { table }),
                  })),
                  { id: "bucket", label: t("an object in a bucket") },
                  { id: "http", label: t("a request over HTTP") },
                  { id: "schedule", label: t("a schedule") },
                ]}
                onChange={choose}
              />
            </div>
          </header>
          <CodeEditor label={t("Event")} language="json" value={event} onChange={setEvent} onRun={run} />
          <div className="line">
            <div className="w-l">
              <Choice
                label={t("How")}
                value={type}
                options={[
                  { id: "RequestResponse", label: t("and wait for the result") },
                  { id: "Event", label: t("as an event, without waiting") },
                  { id: "DryRun", label: t("only see whether I may") },
                ]}
                onChange={setType}
              />
            </div>
            <Button look="primary" isDisabled={action.busy} onPress={run}>
              {action.busy ? t("Running …") : t("Invoke")}
            </Button>
          </div>
        </section>
        <section className="card" aria-label={t("Result")}>
          <header>
            <h2>{t("Result")}</h2>
            {result && (
              <div className="row">
                <Badge kind={result.error ? "bad" : "good"}>{result.error || result.status}</Badge>
                <span className="soft">{formatNumber(result.millis)} ms</span>
              </div>
            )}
          </header>
          <Failure error={action.error} />
          {result ? (
            <>
              <Lines text={pretty(result.payload)} />
              {result.log !== "" && (
                <>
                  <h3>{t("What it printed")}</h3>
                  <Lines text={result.log} />
                </>
              )}
            </>
          ) : (
            <p className="soft">{t("Nothing was invoked yet.")}</p>
          )}
        </section>
      </div>
    </ViewBody>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2);
  } catch {
    return payload;
  }
}

export function Lines({ text }: { readonly text: string }) {
  const lines = text
    .slice(0, CHARACTERS_MAX)
    .split("\n")
    .map((line) => visible(line, CHARACTERS_MAX));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre className="code" tabIndex={0}>
      {lines.join("\n")}
    </pre>
  );
}
