import { useState } from "react";
import { cut, delay, heal, replication } from "../api/admin.ts";
import { useSettings } from "../app/store.ts";
import { useAction, useLoaded } from "../app/use.ts";
import { t } from "../i18n/t.ts";
import { Button, Field } from "../widgets/Controls.tsx";
import { Badge, Failure } from "../widgets/Feedback.tsx";

const REFRESH_MILLIS = 2000;

/** Regions that are cut off or slow, and the writes that wait. */
export function ReplicationCard({ table }: { readonly table?: string }) {
  const { readOnly } = useSettings();
  const [region, setRegion] = useState("");
  const [millis, setMillis] = useState("500");
  const action = useAction();
  const { value, error, reload } = useLoaded("replication", replication, REFRESH_MILLIS);
  const change = (what: () => Promise<void>) =>
    action.run(async () => {
      await what();
      reload();
    });
  const replicas = (value?.Replicas ?? []).filter(
    (one) => !table || one.Table === table || one.TableName === table,
  );
  const names = replicas[0] ? Object.keys(replicas[0]) : [];
  return (
    <section className="card">
      <h2>{t("Between regions")}</h2>
      <Failure error={error ?? action.error} />
      <ul className="stack tight">
        {Object.entries(value?.Faults ?? {}).map(([name, fault]) => (
          <li key={name} className="row">
            <span className="mono grow">{name}</span>
            <Badge kind="warn">{faultWords(fault)}</Badge>
            {!readOnly && (
              <Button look="quiet" onPress={() => change(() => heal(name))}>
                {t("Heal")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <div className="line">
          <Field label={t("Region")} placeholder="eu-west-1" value={region} onChange={setRegion} mono />
          <Button isDisabled={!region} onPress={() => change(() => cut(region, true))}>
            {t("Cut off")}
          </Button>
          <div className="w-s">
            <Field label={t("Delay in ms")} value={millis} onChange={setMillis} mono />
          </div>
          <Button
            isDisabled={!region || !/^\d+$/.test(millis)}
            onPress={() => change(() => delay(region, Number(millis)))}
          >
            {t("Slow down")}
          </Button>
        </div>
      )}
      {replicas.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {replicas.map((one) => (
              <tr key={JSON.stringify(one)}>
                {names.map((name) => (
                  <td key={name} className="mono">
                    {cellWords(one[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function faultWords(fault: { Cut?: boolean; DelayMillis?: number }): string {
  return fault.Cut ? t("cut off") : t("{n} ms late", { n: fault.DelayMillis ?? 0 });
}

function cellWords(value: unknown): string {
  return typeof value === "object" && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `${name}: ${one}`)
        .join(", ")
    : String(value ?? "");
}
