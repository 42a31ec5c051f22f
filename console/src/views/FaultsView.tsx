import { useState } from "react";
import { clearFaults, type Fault, faults, setFaults } from "../api/admin.ts";
import { useSettings } from "../app/store.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { t } from "../i18n/t.ts";
import { Button, Choice, Field, Switch } from "../widgets/Controls.tsx";
import { Badge, Failure } from "../widgets/Feedback.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";
import { ReplicationCard } from "./ReplicationCard.tsx";

const REFRESH_MILLIS = 2000;

const ERRORS = [
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
  "InternalServerError",
  "ServiceUnavailableException",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ReplicatedWriteConflictException",
  "ConditionalCheckFailedException",
  "ItemCollectionSizeLimitExceededException",
  "ResourceNotFoundException",
];

export function FaultsView() {
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Faults and regions")}</h1>
        <span className="soft">{t("What goes wrong on request, to see what a program does then")}</span>
      </header>
      <ViewBody>
        <div className="cards">
          <FaultsCard />
          <ReplicationCard />
        </div>
      </ViewBody>
    </div>
  );
}

/** The faults of all tables, or of one. */
export function FaultsCard({ table }: { readonly table?: string }) {
  const { readOnly } = useSettings();
  const [operation, setOperation] = useState("");
  const [name, setName] = useState(table ?? "");
  const [error, setError] = useState("");
  const [latency, setLatency] = useState("");
  const [share, setShare] = useState("100");
  const [count, setCount] = useState("");
  const [applied, setApplied] = useState(false);
  const action = useAction();
  const current = useLoaded("faults", faults, REFRESH_MILLIS);
  const all = current.value ?? [];
  const change = (what: () => Promise<void>) =>
    action.run(async () => {
      await what();
      current.reload();
    });
  const wanted: Fault = {
    ...(name && { Table: name }),
    ...(operation && { Operation: operation }),
    ...(error && { Error: error }),
    ...(latency && { LatencyMillis: Number(latency) }),
    ...(share !== "100" && { Probability: Number(share) / 100 }),
    ...(count && { Count: Number(count) }),
    ...(applied && { Applied: true }),
  };
  const mayBeApplied = error === "InternalServerError" || error === "ServiceUnavailableException";
  return (
    <section className="card">
      <header>
        <h2>{t("Faults")}</h2>
        {all.length > 0 && !readOnly && (
          <Button look="danger" onPress={() => change(clearFaults)}>
            {t("End all")}
          </Button>
        )}
      </header>
      <Failure error={current.error ?? action.error} />
      <ul className="stack tight">
        {all.map((fault, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: faults have no name but their place
          <li key={i} className="row">
            <span className="grow isolate">
              <strong>{fault.Operation ?? "*"}</strong> · {fault.Table ?? "*"} · {faultWords(fault)}
            </span>
            <Badge kind="warn">{struckWords(fault)}</Badge>
            {!readOnly && (
              <Button
                look="icon"
                title={t("Remove this fault")}
                onPress={() => change(() => setFaults(all.filter((_, at) => at !== i).map(asked)))}
              >
                ✕
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <div className="stack tight">
          <div className="line">
            <Field label={t("Table")} placeholder="*" value={name} onChange={setName} mono />
            <Field label={t("Operation")} placeholder="*" value={operation} onChange={setOperation} mono />
          </div>
          <Choice
            label={t("Error")}
            value={error}
            options={[{ id: "", label: t("none, only late") }, ...ERRORS.map((id) => ({ id, label: id }))]}
            onChange={setError}
          />
          <div className="line">
            <div className="w-m">
              <Field label={t("Delay in ms")} value={latency} onChange={setLatency} mono />
            </div>
            <div className="w-m">
              <Field label={t("Of a hundred calls")} value={share} onChange={setShare} mono />
            </div>
            <div className="w-m">
              <Field label={t("At most so often")} value={count} onChange={setCount} mono />
            </div>
          </div>
          {mayBeApplied && (
            <Switch isSelected={applied} onChange={setApplied}>
              {t("The call is executed, only its answer is lost")}
            </Switch>
          )}
          <div>
            <Button
              look="primary"
              isDisabled={(!error && !latency) || action.busy}
              onPress={() => change(() => setFaults([...all.map(asked), wanted]))}
            >
              {t("Add this fault")}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

/** A fault as it was asked for, without what the server counted. */
function asked(fault: Fault): Fault {
  const { Table, Operation, Probability, Count, LatencyMillis, Error: error, Message, Applied } = fault;
  return Object.fromEntries(
    Object.entries({
      Table,
      Operation,
      Probability,
      Count,
      LatencyMillis,
      Error: error,
      Message,
      Applied,
    }).filter(([, value]) => value !== undefined),
  );
}

function faultWords(fault: Fault): string {
  return [
    fault.Error,
    fault.LatencyMillis && t("{n} ms late", { n: fault.LatencyMillis }),
    fault.Probability !== undefined && fault.Probability < 1 && `${Math.round(fault.Probability * 100)} %`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function struckWords(fault: Fault): string {
  return t("struck {n} times", { n: fault.Struck ?? 0 });
}
