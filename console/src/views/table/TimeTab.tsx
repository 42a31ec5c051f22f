import { useState } from "react";
import { sweepExpired } from "../../api/admin.ts";
import { call } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";
import { useSettings } from "../../app/store.ts";
import { describeTimeToLive } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatBytes, formatTime, t } from "../../i18n/t.ts";
import { attribute, keyNames } from "../../items/attribute.ts";
import { cellText } from "../../items/display.ts";
import { Button, Field } from "../../widgets/Controls.tsx";
import { Badge, Failure, say, statusKind } from "../../widgets/Feedback.tsx";
import { ConfirmByName, Dialog } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { RecoveryCard } from "./RecoveryCard.tsx";

/** What has to do with time: recovery to any moment, backups, time to live. */
export function TimeTab(props: TableTabProps) {
  const { readOnly } = useSettings();
  return (
    <ViewBody>
      <div className="cards">
        <RecoveryCard {...props} readOnly={readOnly} />
        <TimeToLiveCard {...props} readOnly={readOnly} />
        <BackupsCard {...props} readOnly={readOnly} />
      </div>
    </ViewBody>
  );
}

type CardProps = TableTabProps & { readonly readOnly: boolean };

const PREVIEW_HOURS = 24;

function TimeToLiveCard({ place, table, readOnly }: CardProps) {
  const [name, setName] = useState("");
  const [soon, setSoon] = useState<{ items: Item[]; more: boolean }>();
  const action = useAction();
  const ttl = useLoaded(`ttl ${table.TableArn}`, () => describeTimeToLive(place.namespace, table.TableName));
  const on = ttl.value?.TimeToLiveStatus === "ENABLED";
  const used = ttl.value?.AttributeName ?? "";
  const set = (Enabled: boolean) =>
    action.run(async () => {
      await call(place.namespace, "UpdateTimeToLive", {
        TableName: table.TableName,
        TimeToLiveSpecification: { Enabled, AttributeName: Enabled ? name : used },
      });
      ttl.reload();
    });
  const preview = () =>
    action.run(async () => {
      const page = await call<{ Items: Item[]; LastEvaluatedKey?: Item }>(place.namespace, "Scan", {
        TableName: table.TableName,
        FilterExpression: "#t BETWEEN :zero AND :soon",
        ExpressionAttributeNames: { "#t": used },
        ExpressionAttributeValues: {
          ":zero": { N: "1" },
          ":soon": { N: String(Math.floor(Date.now() / 1000) + PREVIEW_HOURS * 3600) },
        },
      });
      setSoon({ items: page.Items, more: page.LastEvaluatedKey !== undefined });
    });
  return (
    <section className="card">
      <header>
        <h2>{t("Time to live")}</h2>
        {ttl.value && <Badge kind={on ? "good" : "neutral"}>{ttl.value.TimeToLiveStatus}</Badge>}
      </header>
      <Failure error={ttl.error ?? action.error} />
      {on ? (
        <>
          <p>
            {t("Items are deleted when the time in {name} (seconds since 1970) is over.", { name: used })}
          </p>
          <div className="row">
            <Button onPress={preview}>{t("What expires within a day")}</Button>
            {!readOnly && (
              <>
                <Button
                  onPress={() =>
                    action.run(async () => say(t("{n} items had expired", { n: await sweepExpired() })))
                  }
                >
                  {t("Sweep now")}
                </Button>
                <Button look="danger" onPress={() => set(false)}>
                  {t("Switch off")}
                </Button>
              </>
            )}
          </div>
          <p className="hint">
            {t("The preview reads one page of the table (1 MB). Sweeping concerns all tables of the server.")}
          </p>
        </>
      ) : (
        !readOnly && (
          <div className="line">
            <Field label={t("Attribute with the time")} value={name} onChange={setName} mono />
            <Button isDisabled={name === ""} onPress={() => set(true)}>
              {t("Switch on")}
            </Button>
          </div>
        )
      )}
      {soon && (
        <Dialog title={t("What expires within a day")} onClose={() => setSoon(undefined)}>
          <p>
            {t("{n} items in the first page.", { n: soon.items.length })}{" "}
            {soon.more && t("There are more pages.")}
          </p>
          <table className="table">
            <tbody>
              {soon.items.slice(0, 200).map((item) => {
                const key = keyNames(table).map((one) => cellText(attribute(item, one)));
                const at = attribute(item, used);
                return (
                  <tr key={key.join("\u0000")}>
                    <td className="mono isolate">{key.join(" · ")}</td>
                    <td>{at && "N" in at ? formatTime(Number(at.N) * 1000) : ""}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Dialog>
      )}
    </section>
  );
}

interface Backup {
  readonly BackupArn: string;
  readonly BackupName: string;
  readonly BackupStatus: string;
  readonly BackupCreationDateTime: number;
  readonly BackupSizeBytes?: number;
}

const REFRESH_MILLIS = 5000;

function BackupsCard({ place, table, readOnly }: CardProps) {
  const [name, setName] = useState("");
  const [restoring, setRestoring] = useState<Backup>();
  const [deleting, setDeleting] = useState<Backup>();
  const [target, setTarget] = useState("");
  const action = useAction();
  const backups = useLoaded(
    `backups ${table.TableArn}`,
    () =>
      call<{ BackupSummaries: Backup[] }>(
        place.namespace,
        "ListBackups",
        { TableName: table.TableName },
        { quiet: true },
      ),
    REFRESH_MILLIS,
  );
  const run = (operation: string, input: Record<string, unknown>, words: string) =>
    action.run(async () => {
      await call(place.namespace, operation, input);
      say(words);
      backups.reload();
      setRestoring(undefined);
      setDeleting(undefined);
    });
  return (
    <section className="card full">
      <h2>{t("Backups")}</h2>
      <Failure error={backups.error ?? action.error} />
      {!readOnly && (
        <div className="line">
          <Field label={t("Name of a new backup")} value={name} onChange={setName} mono />
          <Button
            isDisabled={name.length < 3 || action.busy}
            onPress={() =>
              run(
                "CreateBackup",
                { TableName: table.TableName, BackupName: name },
                t("{name} is created", { name }),
              )
            }
          >
            {t("Back up")}
          </Button>
        </div>
      )}
      <table className="table">
        <thead>
          <tr>
            <th>{t("Name")}</th>
            <th>{t("Status")}</th>
            <th>{t("Created")}</th>
            <th className="right">{t("Size")}</th>
            <th>
              <span className="hidden">{t("Actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(backups.value?.BackupSummaries ?? []).map((one) => (
            <tr key={one.BackupArn}>
              <td>{one.BackupName}</td>
              <td>
                <Badge kind={statusKind(one.BackupStatus)}>{one.BackupStatus}</Badge>
              </td>
              <td>{formatTime(one.BackupCreationDateTime * 1000)}</td>
              <td className="right">{formatBytes(one.BackupSizeBytes ?? 0)}</td>
              <td className="right">
                {!readOnly && (
                  <>
                    <Button look="quiet" onPress={() => setRestoring(one)}>
                      {t("Restore …")}
                    </Button>
                    <Button look="quiet" onPress={() => setDeleting(one)}>
                      {t("Delete …")}
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {backups.value?.BackupSummaries.length === 0 && <p className="soft">{t("None yet.")}</p>}
      {restoring && (
        <Dialog
          title={t("Restore {name}", { name: restoring.BackupName })}
          onClose={() => setRestoring(undefined)}
          footer={
            <Button
              look="primary"
              isDisabled={target.length < 3 || action.busy}
              onPress={() =>
                run(
                  "RestoreTableFromBackup",
                  { TargetTableName: target, BackupArn: restoring.BackupArn },
                  t("{name} is created", { name: target }),
                )
              }
            >
              {t("Restore")}
            </Button>
          }
        >
          <Failure error={action.error} />
          <Field label={t("Name of the new table")} value={target} onChange={setTarget} mono autoFocus />
        </Dialog>
      )}
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: deleting.BackupName })}
          text={t("The backup cannot be had again.")}
          name={deleting.BackupName}
          action={t("Delete backup")}
          onConfirm={() =>
            run(
              "DeleteBackup",
              { BackupArn: deleting.BackupArn },
              t("{name} is deleted", { name: deleting.BackupName }),
            )
          }
          onClose={() => setDeleting(undefined)}
        />
      )}
    </section>
  );
}
