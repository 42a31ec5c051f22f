import { useState } from "react";
import { call } from "../../api/client.ts";
import { go, tableLink } from "../../app/router.ts";
import { describeRecovery } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatTime, t } from "../../i18n/t.ts";
import { keyNames } from "../../items/attribute.ts";
import { Button, Field, Switch } from "../../widgets/Controls.tsx";
import { Failure, Notice, say } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";
import { Diff } from "../staging/StagingBar.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { COMPARED_ITEMS_MAX, type Comparison, compareWithNow, momentTable, restoreTo } from "./moments.ts";

const REFRESH_MILLIS = 5000;

/** The table at any moment of its recovery period: to look at, to compare with now, to restore. */
export function RecoveryCard({ place, table, readOnly }: TableTabProps & { readonly readOnly: boolean }) {
  const { namespace } = place;
  const [moment, setMoment] = useState<number>();
  const [target, setTarget] = useState("");
  const [compared, setCompared] = useState<Comparison>();
  const action = useAction();
  const recovery = useLoaded(
    `pitr ${table.TableArn}`,
    () => describeRecovery(namespace, table.TableName),
    REFRESH_MILLIS,
  );
  const on = recovery.value?.PointInTimeRecoveryStatus === "ENABLED";
  const from = Math.ceil(recovery.value?.EarliestRestorableDateTime ?? 0);
  const to = Math.floor(recovery.value?.LatestRestorableDateTime ?? 0);
  const at = Math.min(to, Math.max(from, moment ?? to));

  const set = (PointInTimeRecoveryEnabled: boolean) =>
    action.run(async () => {
      await call(namespace, "UpdateContinuousBackups", {
        TableName: table.TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
      });
      recovery.reload();
    });
  const restore = (name: string) => restoreTo(namespace, table.TableName, name, at);
  const browse = () =>
    action.run(async () => {
      const name = momentTable(table.TableName, at);
      await restore(name);
      go(tableLink(namespace, name));
    });
  const compare = () =>
    action.run(async () =>
      setCompared(await compareWithNow(namespace, table.TableName, keyNames(table), at)),
    );

  return (
    <section className="card full">
      <header>
        <h2>{t("Point in time recovery")}</h2>
        <Switch isSelected={on} isDisabled={readOnly || !recovery.value} onChange={set}>
          {on ? t("on") : t("off")}
        </Switch>
      </header>
      <Failure error={recovery.error ?? action.error} />
      {on ? (
        <>
          <div className="row">
            <strong>{formatTime(at * 1000)}</strong>
            <span className="soft">
              {t("between {from} and {to}", { from: formatTime(from * 1000), to: formatTime(to * 1000) })}
            </span>
          </div>
          <input
            className="time-slider"
            type="range"
            aria-label={t("Moment")}
            aria-valuetext={formatTime(at * 1000)}
            min={from}
            max={to}
            value={at}
            onChange={(event) => setMoment(Number(event.target.value))}
          />
          {!readOnly && (
            <div className="row end">
              <Button isDisabled={action.busy || to <= from} onPress={browse}>
                {t("Browse that moment")}
              </Button>
              <Button isDisabled={action.busy || to <= from} onPress={compare}>
                {t("Compare with now")}
              </Button>
              <span className="grow" />
              <Field label={t("Name of the new table")} value={target} onChange={setTarget} mono />
              <Button
                look="primary"
                isDisabled={target.length < 3 || action.busy}
                onPress={() =>
                  action.run(async () => {
                    await restore(target);
                    say(t("{name} is created", { name: target }));
                  })
                }
              >
                {t("Restore")}
              </Button>
            </div>
          )}
          <p className="hint">
            {t(
              "To browse a moment, the table is restored beside this one, under a name with the time in it. Delete it when you have seen enough.",
            )}
          </p>
        </>
      ) : (
        <p className="soft">
          {t("When it is on, every moment of the last 35 days can be seen and restored.")}
        </p>
      )}
      {compared && (
        <Dialog
          title={t("From {time} to now", { time: formatTime(at * 1000) })}
          wide
          onClose={() => setCompared(undefined)}
        >
          {compared.cut && (
            <Notice kind="warn">
              {t("Only the first {n} items of each were compared.", { n: COMPARED_ITEMS_MAX })}
            </Notice>
          )}
          {compared.changes.length === 0 && <Notice kind="good">{t("Nothing has changed since.")}</Notice>}
          {compared.changes.map((change) => (
            <article className="change" key={change.key}>
              <header>
                <span className="isolate mono">{change.words}</span>
              </header>
              <Diff before={change.before} after={change.after} />
            </article>
          ))}
        </Dialog>
      )}
    </section>
  );
}
