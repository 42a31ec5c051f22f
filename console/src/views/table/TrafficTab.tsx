import { useState } from "react";
import { accessedKeys, metrics } from "../../api/admin.ts";
import { call } from "../../api/client.ts";
import { useSettings } from "../../app/store.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatNumber, t } from "../../i18n/t.ts";
import { Button, Switch } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { FaultsCard } from "../FaultsView.tsx";
import type { TableTabProps } from "../TableView.tsx";

const REFRESH_MILLIS = 2000;

/** Who does what with a table: calls, keys that are accessed most, faults. */
export function TrafficTab(props: TableTabProps) {
  return (
    <ViewBody>
      <div className="cards">
        <CallsCard {...props} />
        <KeysCard {...props} />
        <FaultsCard table={props.table.TableName} />
      </div>
    </ViewBody>
  );
}

function CallsCard({ place, table }: TableTabProps) {
  const { account, region } = place.namespace;
  const { value = [], error } = useLoaded("traffic", metrics, REFRESH_MILLIS);
  const mine = value.filter(
    ({ labels }) =>
      labels.table === table.TableName && labels.account === account && labels.region === region,
  );
  const of = (name: string, operation: string) =>
    mine
      .filter((one) => one.name === name && one.labels.operation === operation)
      .reduce((sum, one) => sum + one.value, 0);
  const operations = [
    ...new Set(
      mine
        .filter((one) => one.name === "stator_table_request_seconds_count")
        .map((one) => one.labels.operation ?? ""),
    ),
  ].sort();
  return (
    <section className="card full">
      <h2>{t("Calls since the start")}</h2>
      <Failure error={error} />
      <table className="table">
        <thead>
          <tr>
            <th>{t("Operation")}</th>
            <th className="right">{t("Calls")}</th>
            <th className="right">{t("Mean")}</th>
            <th className="right">{t("Errors")}</th>
          </tr>
        </thead>
        <tbody>
          {operations.map((operation) => {
            const count = of("stator_table_request_seconds_count", operation);
            const seconds = of("stator_table_request_seconds_sum", operation);
            return (
              <tr key={operation}>
                <td>{operation}</td>
                <td className="right">{formatNumber(count)}</td>
                <td className="right">{formatNumber((seconds / Math.max(1, count)) * 1000, 2)} ms</td>
                <td className="right">{formatNumber(of("stator_table_errors_total", operation))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface KeyCount {
  readonly [name: string]: unknown;
}

function KeysCard({ place, table }: TableTabProps) {
  const { account, region } = place.namespace;
  const { readOnly } = useSettings();
  const [round, setRound] = useState(0);
  const action = useAction();
  const status = useLoaded(`insights ${table.TableArn} ${round}`, () =>
    call<{ ContributorInsightsStatus: string }>(
      place.namespace,
      "DescribeContributorInsights",
      { TableName: table.TableName },
      { quiet: true },
    ),
  );
  const on = /^ENABL/.test(status.value?.ContributorInsightsStatus ?? "");
  const keys = useLoaded(
    `keys ${table.TableArn} ${on}`,
    async () =>
      on ? ((await accessedKeys(account, region, table.TableName)) as Record<string, KeyCount[]>) : {},
    REFRESH_MILLIS,
  );
  const set = (ContributorInsightsAction: string) =>
    action.run(async () => {
      await call(place.namespace, "UpdateContributorInsights", {
        TableName: table.TableName,
        ContributorInsightsAction,
      });
      setRound(round + 1);
    });
  return (
    <section className="card">
      <header>
        <h2>{t("Keys that are accessed most")}</h2>
        <Switch
          isSelected={on}
          isDisabled={readOnly}
          onChange={(wanted) => set(wanted ? "ENABLE" : "DISABLE")}
        >
          {on ? t("on") : t("off")}
        </Switch>
      </header>
      <Failure error={status.error ?? action.error ?? keys.error} />
      {Object.entries(keys.value ?? {})
        .filter(([, list]) => Array.isArray(list) && list.length > 0)
        .map(([name, list]) => (
          <table key={name} className="table">
            <caption className="hidden">{name}</caption>
            <thead>
              <tr>
                {Object.keys(list[0] ?? {}).map((column) => (
                  <th key={column}>{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.slice(0, 20).map((one) => (
                <tr key={JSON.stringify(one)}>
                  {Object.values(one).map((value) => (
                    <td key={String(JSON.stringify(value))} className="mono isolate">
                      {typeof value === "object" ? JSON.stringify(value) : String(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      {!on && <p className="soft">{t("When it is on, accesses are counted by key.")}</p>}
      {on && <Button onPress={keys.reload}>{t("Refresh")}</Button>}
    </section>
  );
}
