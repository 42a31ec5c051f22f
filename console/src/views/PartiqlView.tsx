import { useMemo, useState } from "react";
import { ApiError, call, unitsOf } from "../api/client.ts";
import type { Item } from "../api/types.ts";
import type { ViewProps } from "../app/App.tsx";
import { remember, remembered, useSettings } from "../app/store.ts";
import { describeTables } from "../app/tables.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { pageOf, parameterLists, readsByKey, splitStatements, tableOf } from "../explore/partiql.ts";
import { t } from "../i18n/t.ts";
import { attribute, keyNames } from "../items/attribute.ts";
import { CodeDialog } from "../widgets/CodeDialog.tsx";
import { CodeEditor } from "../widgets/CodeEditor.tsx";
import { Button, Choice, Field } from "../widgets/Controls.tsx";
import { Empty, Failure, Notice } from "../widgets/Feedback.tsx";
import { Menu } from "../widgets/Overlays.tsx";
import { ItemGrid } from "./explorer/ItemGrid.tsx";

type Mode = "single" | "batch" | "transaction";
const HISTORY_MAX = 50;
const TABLES_MAX = 50;

/** Statements, their parameters, and what they answer. */
export function PartiqlView({ place }: ViewProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [text, setText] = useState(place.parameters.get("statement") ?? "");
  const [parameters, setParameters] = useState("");
  const [mode, setMode] = useState<Mode>("single");
  const [history, setHistory] = useState(() => remembered<string>("statements"));
  const [answer, setAnswer] = useState<{
    items: Item[];
    next: string | undefined;
    words: string;
    errors: string[];
  }>();
  const [code, setCode] = useState(false);
  const action = useAction();

  const tables = useLoaded(`partiql ${namespace.account} ${namespace.region}`, (signal) =>
    describeTables(namespace, signal, TABLES_MAX),
  ).value;
  const names = useMemo(
    () => [
      ...(tables ?? []).flatMap((table) => [
        table.TableName,
        ...[...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])].map(
          (one) => one.IndexName,
        ),
        ...table.AttributeDefinitions.map((one) => one.AttributeName),
      ]),
    ],
    [tables],
  );
  const statements = splitStatements(text);
  const table = tables?.find((one) => one.TableName === tableOf(statements[0] ?? ""));
  const scans = mode === "single" && table && !readsByKey(statements[0] ?? "", table);
  const changes = statements.some((one) => !/^\s*(select|exists)/i.test(one));

  const input = (): { operation: string; input: Record<string, unknown> } => {
    const values = parameterLists(parameters, mode === "single" ? 1 : statements.length);
    const given = (i: number) => (values[i]?.length ? { Parameters: values[i] } : {});
    const list = statements.map((Statement, i) => ({ Statement, ...given(i) }));
    if (mode === "single") {
      return {
        operation: "ExecuteStatement",
        input: { Statement: statements[0], ...given(0), ReturnConsumedCapacity: "TOTAL" },
      };
    }
    return mode === "batch"
      ? { operation: "BatchExecuteStatement", input: { Statements: list, ReturnConsumedCapacity: "TOTAL" } }
      : {
          operation: "ExecuteTransaction",
          input: { TransactStatements: list, ReturnConsumedCapacity: "TOTAL" },
        };
  };
  const run = (next?: string) =>
    action.run(async () => {
      const request = input();
      const from = performance.now();
      const found = await call<Record<string, unknown>>(namespace, request.operation, {
        ...request.input,
        ...(next && { NextToken: next }),
      });
      const page = pageOf(found);
      setAnswer((old) => ({
        items: next ? [...(old?.items ?? []), ...page.items] : page.items,
        next: page.next,
        errors: page.errors,
        words: t("{units} units · {millis} ms", {
          units: unitsOf(found.ConsumedCapacity) ?? 0,
          millis: Math.round(performance.now() - from),
        }),
      }));
      const kept = [text, ...history.filter((one) => one !== text)].slice(0, HISTORY_MAX);
      setHistory(kept);
      remember("statements", kept);
    });
  const whole =
    table !== undefined &&
    (answer?.items ?? []).every((item) => keyNames(table).every((name) => attribute(item, name)));
  const grid = useMemo(
    () => (table && whole ? { namespace, table: table.TableName, keyNames: keyNames(table) } : undefined),
    [namespace, table, whole],
  );
  const ready = statements.length > 0 && !(readOnly && changes) && !action.busy;
  return (
    <div className="view">
      <header className="view-head">
        <h1>PartiQL</h1>
        <span className="grow" />
        <Menu
          label={t("History")}
          actions={history.map((one, i) => ({
            id: String(i),
            label: one.slice(0, 80),
            run: () => setText(one),
          }))}
        >
          {t("History")}
        </Menu>
      </header>
      <div className="partiql">
        <CodeEditor
          label={t("Statement")}
          language="partiql"
          value={text}
          onChange={setText}
          names={names}
          onRun={() => ready && run()}
        />
        <div className="query-line">
          <div className="w-m">
            <Choice
              label={t("Run as")}
              value={mode}
              options={[
                { id: "single", label: t("one statement") },
                { id: "batch", label: t("batch") },
                { id: "transaction", label: t("transaction") },
              ]}
              onChange={setMode}
            />
          </div>
          <div className="w-xl">
            <Field
              label={
                mode === "single"
                  ? t("Values of the question marks, as JSON")
                  : t("Values of the question marks, a list for each statement")
              }
              placeholder={mode === "single" ? '["a", 5]' : '[["a", 5], []]'}
              value={parameters}
              onChange={setParameters}
              mono
            />
          </div>
          <Button look="primary" isDisabled={!ready} onPress={() => run()}>
            {t("Run")}
          </Button>
          <Button look="quiet" isDisabled={statements.length === 0} onPress={() => setCode(true)}>
            {t("Show the request")}
          </Button>
          <span className="soft">
            {t("{n} statement|{n} statements, separated by semicolons", { n: statements.length })}
          </span>
        </div>
      </div>
      <div className="query">
        {scans && (
          <Notice kind="warn">
            {t("This reads the whole table: the condition names no partition key with = or IN.")}
          </Notice>
        )}
        <StatementFailure error={action.error} />
        {answer?.errors.map((one) => (
          <Notice key={one} kind="warn">
            {one}
          </Notice>
        ))}
      </div>
      <ItemGrid
        items={answer?.items ?? []}
        {...(grid && { place: grid })}
        partial
        empty={<Empty title={answer ? t("The statement answered nothing") : t("The answer will be here")} />}
        footer={
          answer && (
            <>
              <span>{t("{n} loaded", { n: answer.items.length })}</span>
              <span className="soft">{answer.words}</span>
              {answer.next && <Button onPress={() => run(answer.next)}>{t("Load more")}</Button>}
            </>
          )
        }
      />
      {code && <Code make={input} region={namespace.region} onClose={() => setCode(false)} />}
    </div>
  );
}

function Code(props: {
  readonly make: () => { operation: string; input: Record<string, unknown> };
  readonly region: string;
  readonly onClose: () => void;
}) {
  let made: { operation: string; input: Record<string, unknown> };
  try {
    made = props.make();
  } catch {
    return null;
  }
  return <CodeDialog {...made} region={props.region} onClose={props.onClose} />;
}

/** What was wrong with a statement; of a transaction, with which ones. */
function StatementFailure({ error }: { readonly error: Error | undefined }) {
  const reasons =
    error instanceof ApiError
      ? ((error.body.CancellationReasons ?? []) as { Code: string; Message?: string }[])
      : [];
  return (
    <>
      <Failure error={error} />
      {reasons.map((one, i) =>
        one.Code === "None" ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reason belongs to the statement of its place
          <Notice key={i} kind="warn">
            {t("Statement {n}: {problem}", { n: i + 1, problem: `${one.Code} ${one.Message ?? ""}` })}
          </Notice>
        ),
      )}
    </>
  );
}
