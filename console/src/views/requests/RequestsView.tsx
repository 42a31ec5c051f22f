import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { clearLoggedCalls, loggedCalls, onLoggedCall } from "../../api/client.ts";
import { clearServerCalls, onServerCalls, readServerCalls, serverCalls } from "../../api/requests.ts";
import type { ViewProps } from "../../app/App.tsx";
import { useSettings } from "../../app/store.ts";
import { formatClock, formatNumber, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { type Call, mergedCalls } from "../../model/calls.ts";
import { Button, Check, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { DataGrid } from "../../widgets/DataGrid.tsx";
import { Badge, Empty, Notice } from "../../widgets/Feedback.tsx";
import { PolicyDialog } from "./PolicyDialog.tsx";
import { RequestPane } from "./RequestPane.tsx";

const REFRESH_MILLIS = 1000;

type Whose = "all" | "page" | "others";

/** The last calls of all clients of the server: to see, to repeat, to have as code and as a policy. */
export function RequestsView({ place }: ViewProps) {
  const { density, readOnly } = useSettings();
  const own = useSyncExternalStore(onLoggedCall, loggedCalls);
  const server = useSyncExternalStore(onServerCalls, serverCalls);
  const [live, setLive] = useState(true);
  const [filter, setFilter] = useState("");
  const [whose, setWhose] = useState<Whose>("all");
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [open, setOpen] = useState<Call>();
  const [policyOf, setPolicyOf] = useState<readonly Call[]>();
  useEffect(() => {
    readServerCalls();
    const timer = live && setInterval(() => !document.hidden && readServerCalls(), REFRESH_MILLIS);
    return () => {
      if (timer) {
        clearInterval(timer);
      }
    };
  }, [live]);

  const calls = useMemo(() => mergedCalls(own, server.calls), [own, server.calls]);
  const wanted = filter.toLowerCase();
  const shown = calls.filter(
    (one) =>
      (whose === "all" || (whose === "page") === (one.who === "")) &&
      (!errorsOnly || one.error !== "") &&
      `${one.service} ${one.operation} ${one.resources.join(" ")} ${one.who}`.toLowerCase().includes(wanted),
  );
  const clear = () => {
    clearLoggedCalls();
    clearServerCalls();
    setOpen(undefined);
  };
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Requests")}</h1>
        <span className="soft grow">{t("{n} call|{n} calls", { n: shown.length })}</span>
        <div data-filter="">
          <Field
            label={t("Operation, table or client")}
            hideLabel
            placeholder={t("Operation, table or client")}
            value={filter}
            onChange={setFilter}
          />
        </div>
        <Choice
          label={t("Whose calls")}
          hideLabel
          value={whose}
          options={[
            { id: "all", label: t("of all clients") },
            { id: "page", label: t("of this page") },
            { id: "others", label: t("of others") },
          ]}
          onChange={setWhose}
        />
        <Check isSelected={errorsOnly} onChange={setErrorsOnly}>
          {t("Errors only")}
        </Check>
        <Switch isSelected={live} onChange={setLive}>
          {t("Live")}
        </Switch>
        <Button isDisabled={shown.length === 0} onPress={() => setPolicyOf(shown)}>
          {t("A policy for these")}
        </Button>
        <Button isDisabled={calls.length === 0} onPress={clear}>
          {t("Clear")}
        </Button>
      </header>
      {server.error && (
        <Notice kind="warn">
          {t("The server does not tell the calls of other clients: {reason}", {
            reason: server.error.message,
          })}
        </Notice>
      )}
      <div className="split">
        <div className="left">
          {shown.length === 0 ? (
            <Empty title={t("No calls yet")}>
              <p>{t("The calls of all clients are shown from when this page was opened.")}</p>
            </Empty>
          ) : (
            <DataGrid
              label={t("Requests")}
              columns={[
                { id: "time", label: t("Time"), width: 84 },
                { id: "who", label: t("Who"), width: 190 },
                { id: "operation", label: t("Operation"), width: 190 },
                { id: "table", label: t("Table or path"), width: 190 },
                { id: "millis", label: t("Took"), width: 84 },
                { id: "units", label: t("Units"), width: 70 },
                { id: "error", label: t("Error"), width: 380 },
              ]}
              rowCount={shown.length}
              rowHeight={density === "compact" ? 28 : 36}
              rowClass={(row) => (shown[row]?.key === open?.key ? "open" : "")}
              cell={(row, column) => <CallCell call={shown[row] as Call} column={column.id} />}
              onOpen={(row) => setOpen(shown[row])}
              onKey={(event) => {
                const closes = event.key === "Escape" && open !== undefined;
                setOpen(closes ? undefined : open);
                return closes;
              }}
            />
          )}
        </div>
        {open && (
          <RequestPane key={open.key} call={open} readOnly={readOnly} onClose={() => setOpen(undefined)} />
        )}
      </div>
      {policyOf && (
        <PolicyDialog
          namespace={place.namespace}
          calls={policyOf}
          readOnly={readOnly}
          onClose={() => setPolicyOf(undefined)}
        />
      )}
    </div>
  );
}

function CallCell({ call: one, column }: { readonly call: Call; readonly column: string }) {
  switch (column) {
    case "time":
      return <span className="text">{formatClock(one.started)}</span>;
    case "who":
      return (
        <span className={one.who === "" ? "text soft" : "text"}>
          {one.who === "" ? t("this page") : visible(one.who)}
        </span>
      );
    case "operation":
      return (
        <span className="text">
          {one.service === "dynamodb" ? "" : `${one.service} `}
          {visible(one.operation)}
        </span>
      );
    case "table":
      return <span className="text">{visible(one.resources.join(", "))}</span>;
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
