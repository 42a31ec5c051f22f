import { useState, useSyncExternalStore } from "react";
import { call, clearLoggedCalls, type LoggedCall, loggedCalls, onLoggedCall } from "../api/client.ts";
import type { ViewProps } from "../app/App.tsx";
import { useSettings } from "../app/store.ts";
import { useAction } from "../app/use.ts";
import { formatClock, formatNumber, t } from "../i18n/t.ts";
import { visible } from "../items/display.ts";
import { CodeDialog } from "../widgets/CodeDialog.tsx";
import { Button, Field } from "../widgets/Controls.tsx";
import { DataGrid } from "../widgets/DataGrid.tsx";
import { Badge, Empty, Failure, say } from "../widgets/Feedback.tsx";

const READS = /^(Get|Query|Scan|Batch(Get|Execute)|Execute|List|Describe|Search|TransactGet)/;

/** The calls that this page made: to see, to repeat, to have as code. */
export function RequestsView(_: ViewProps) {
  const { density, readOnly } = useSettings();
  const calls = useSyncExternalStore(onLoggedCall, loggedCalls);
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<LoggedCall>();
  const [code, setCode] = useState<LoggedCall>();
  const action = useAction();
  const shown = calls
    .filter((one) => `${one.operation} ${tableOf(one)}`.toLowerCase().includes(filter.toLowerCase()))
    .reverse();
  const repeat = (one: LoggedCall) =>
    action.run(async () => {
      const { ClientRequestToken: _token, ...input } = one.input as Record<string, unknown>;
      await call(one.namespace, one.operation, input);
      say(t("{operation} was repeated", { operation: one.operation }));
    });
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Requests")}</h1>
        <span className="soft grow">{t("The last {n} calls of this page", { n: calls.length })}</span>
        <div data-filter="">
          <Field
            label={t("Operation or table")}
            hideLabel
            placeholder={t("Operation or table")}
            value={filter}
            onChange={setFilter}
          />
        </div>
        <Button isDisabled={calls.length === 0} onPress={clearLoggedCalls}>
          {t("Clear")}
        </Button>
      </header>
      <Failure error={action.error} />
      <div className="split">
        <div className="left">
          {shown.length === 0 ? (
            <Empty title={t("No calls yet")} />
          ) : (
            <DataGrid
              label={t("Requests")}
              columns={[
                { id: "time", label: t("Time"), width: 90 },
                { id: "operation", label: t("Operation"), width: 190 },
                { id: "table", label: t("Table"), width: 190 },
                { id: "millis", label: t("Took"), width: 90 },
                { id: "units", label: t("Units"), width: 80 },
                { id: "error", label: t("Error"), width: 420 },
              ]}
              rowCount={shown.length}
              rowHeight={density === "compact" ? 28 : 36}
              cell={(row, column) => <CallCell call={shown[row] as LoggedCall} column={column.id} />}
              onOpen={(row) => setOpen(shown[row])}
            />
          )}
        </div>
        {open && (
          <section className="inspector" aria-label={t("Request")}>
            <header className="inspector-head">
              <h2>{open.operation}</h2>
              <Button look="icon" title={t("Close")} onPress={() => setOpen(undefined)}>
                ✕
              </Button>
            </header>
            <div className="inspector-body">
              <h3>{t("Request")}</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
              <pre className="code" tabIndex={0}>
                {visibleLines(JSON.stringify(open.input, undefined, 2))}
              </pre>
              <h3>{t("Answer")}</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
              <pre className="code" tabIndex={0}>
                {visibleLines(pretty(open.error ?? open.answer))}
              </pre>
            </div>
            <footer className="inspector-foot">
              <Button onPress={() => setCode(open)}>{t("As code")}</Button>
              <Button isDisabled={readOnly && !READS.test(open.operation)} onPress={() => repeat(open)}>
                {t("Repeat")}
              </Button>
            </footer>
          </section>
        )}
      </div>
      {code && (
        <CodeDialog
          operation={code.operation}
          input={code.input}
          region={code.namespace.region}
          onClose={() => setCode(undefined)}
        />
      )}
    </div>
  );
}

const CHARACTERS_MAX = 20_000;

function visibleLines(text: string): string {
  return text
    .slice(0, CHARACTERS_MAX)
    .split("\n")
    .map((line) => visible(line, CHARACTERS_MAX))
    .join("\n");
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function tableOf(one: LoggedCall): string {
  return String(one.input.TableName ?? "");
}

function CallCell({ call: one, column }: { readonly call: LoggedCall; readonly column: string }) {
  switch (column) {
    case "time":
      return <span className="text">{formatClock(one.started)}</span>;
    case "operation":
      return <span className="text">{one.operation}</span>;
    case "table":
      return <span className="text">{visible(tableOf(one))}</span>;
    case "millis":
      return <span className="text">{formatNumber(one.millis)} ms</span>;
    case "units":
      return <span className="text">{one.units === undefined ? "" : formatNumber(one.units)}</span>;
    default:
      return one.error ? (
        <>
          <Badge kind="bad">!</Badge>
          <span className="text">{visible(one.error)}</span>
        </>
      ) : null;
  }
}
