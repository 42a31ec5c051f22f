import { useState } from "react";
import { call } from "../../api/client.ts";
import { go, link } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { isOnDemand } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatNumber, formatTime, t } from "../../i18n/t.ts";
import { Button, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { copy } from "../../widgets/clipboard.ts";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { PolicyCard } from "./PolicyCard.tsx";

/** Everything that UpdateTable and its neighbours can change, one card a matter. */
export function SettingsTab(props: TableTabProps) {
  const { place, table, reload } = props;
  const { readOnly } = useSettings();
  const [deleting, setDeleting] = useState(false);
  const action = useAction();
  const update = (what: Record<string, unknown>) =>
    action.run(async () => {
      await call(place.namespace, "UpdateTable", { TableName: table.TableName, ...what });
      say(t("Changed"));
      reload();
    });
  return (
    <ViewBody>
      <Failure error={action.error} />
      <div className="cards">
        <section className="card">
          <h2>{t("The table")}</h2>
          <dl className="facts">
            <dt>ARN</dt>
            <dd className="mono">
              {table.TableArn}{" "}
              <Button look="quiet" onPress={() => copy(table.TableArn)}>
                {t("Copy")}
              </Button>
            </dd>
            <dt>{t("Created")}</dt>
            <dd>{formatTime(table.CreationDateTime * 1000)}</dd>
            <dt>{t("Key")}</dt>
            <dd className="mono">
              {table.KeySchema.map(
                (key) => `${key.AttributeName} (${typeOf(table, key.AttributeName)})`,
              ).join(" · ")}
            </dd>
            <dt>{t("Encryption")}</dt>
            <dd>{table.SSEDescription?.SSEType ?? t("key of the service")}</dd>
            <dt>{t("Warm throughput")}</dt>
            <dd>
              {t("{r} read, {w} write", {
                r: table.WarmThroughput?.ReadUnitsPerSecond ?? 0,
                w: table.WarmThroughput?.WriteUnitsPerSecond ?? 0,
              })}
            </dd>
          </dl>
        </section>
        <CapacityCard {...props} readOnly={readOnly} update={update} />
        <section className="card">
          <h2>{t("Safety and class")}</h2>
          <Switch
            isDisabled={readOnly}
            isSelected={table.DeletionProtectionEnabled ?? false}
            onChange={(DeletionProtectionEnabled) => update({ DeletionProtectionEnabled })}
          >
            {t("Deletion protection")}
          </Switch>
          <Choice
            label={t("Table class")}
            isDisabled={readOnly}
            value={table.TableClassSummary?.TableClass ?? "STANDARD"}
            options={["STANDARD", "STANDARD_INFREQUENT_ACCESS"]}
            onChange={(TableClass) => update({ TableClass })}
          />
          {!readOnly && (
            <div className="row">
              <Button onPress={() => go(link(place.namespace, "create", table.TableName))}>
                {t("Create one like it …")}
              </Button>
              <Button
                look="danger"
                isDisabled={table.DeletionProtectionEnabled ?? false}
                onPress={() => setDeleting(true)}
              >
                {t("Delete table …")}
              </Button>
            </div>
          )}
        </section>
        <TagsCard {...props} readOnly={readOnly} />
        <PolicyCard {...props} readOnly={readOnly} />
      </div>
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: table.TableName })}
          text={t("The table, its indexes and all its items are deleted. Backups stay.")}
          name={table.TableName}
          action={t("Delete table")}
          onConfirm={() =>
            action.run(async () => {
              await call(place.namespace, "DeleteTable", { TableName: table.TableName });
              go(link(place.namespace, "tables"));
            })
          }
          onClose={() => setDeleting(false)}
        />
      )}
    </ViewBody>
  );
}

export function typeOf(table: TableTabProps["table"], name: string): string {
  return table.AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType ?? "";
}

function CapacityCard(
  props: TableTabProps & {
    readonly readOnly: boolean;
    readonly update: (what: Record<string, unknown>) => unknown;
  },
) {
  const { table, readOnly, update } = props;
  const onDemand = isOnDemand(table);
  const [mode, setMode] = useState(onDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
  const [read, setRead] = useState(String(table.ProvisionedThroughput.ReadCapacityUnits || 5));
  const [write, setWrite] = useState(String(table.ProvisionedThroughput.WriteCapacityUnits || 5));
  const throughput = { ReadCapacityUnits: Number(read), WriteCapacityUnits: Number(write) };
  const save = () =>
    update(
      mode === "PAY_PER_REQUEST"
        ? { BillingMode: mode }
        : {
            BillingMode: mode,
            ProvisionedThroughput: throughput,
            ...(onDemand &&
              table.GlobalSecondaryIndexes && {
                GlobalSecondaryIndexUpdates: table.GlobalSecondaryIndexes.map((index) => ({
                  Update: { IndexName: index.IndexName, ProvisionedThroughput: throughput },
                })),
              }),
          },
    );
  return (
    <section className="card">
      <h2>{t("Capacity")}</h2>
      <Choice
        label={t("Mode")}
        isDisabled={readOnly}
        value={mode}
        options={[
          { id: "PAY_PER_REQUEST", label: t("on demand") },
          { id: "PROVISIONED", label: t("provisioned") },
        ]}
        onChange={setMode}
      />
      {mode === "PROVISIONED" && (
        <div className="line">
          <Field label={t("Read units")} value={read} onChange={setRead} mono />
          <Field label={t("Write units")} value={write} onChange={setWrite} mono />
        </div>
      )}
      <p className="soft">
        {t("Now: {mode}", {
          mode: onDemand
            ? t("on demand")
            : t("{r} read, {w} write", {
                r: formatNumber(table.ProvisionedThroughput.ReadCapacityUnits),
                w: formatNumber(table.ProvisionedThroughput.WriteCapacityUnits),
              }),
        })}
      </p>
      {!readOnly && (
        <div>
          <Button onPress={save}>{t("Change")}</Button>
        </div>
      )}
    </section>
  );
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

function TagsCard(props: TableTabProps & { readonly readOnly: boolean }) {
  const { place, table, readOnly } = props;
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const action = useAction();
  const tags = useLoaded(`tags ${table.TableArn}`, () =>
    call<{ Tags: Tag[] }>(
      place.namespace,
      "ListTagsOfResource",
      { ResourceArn: table.TableArn },
      { quiet: true },
    ),
  );
  const change = (operation: string, input: Record<string, unknown>) =>
    action.run(async () => {
      await call(place.namespace, operation, { ResourceArn: table.TableArn, ...input });
      tags.reload();
    });
  return (
    <section className="card">
      <h2>{t("Tags")}</h2>
      <Failure error={tags.error ?? action.error} />
      <ul className="stack tight">
        {(tags.value?.Tags ?? []).map((tag) => (
          <li key={tag.Key} className="row">
            <span className="grow isolate">
              <strong>{tag.Key}</strong> {tag.Value}
            </span>
            {!readOnly && (
              <Button
                look="icon"
                title={t("Remove {name}", { name: tag.Key })}
                onPress={() => change("UntagResource", { TagKeys: [tag.Key] })}
              >
                ✕
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <div className="line">
          <Field label={t("Tag")} value={key} onChange={setKey} />
          <Field label={t("Value")} value={value} onChange={setValue} />
          <Button
            isDisabled={key === ""}
            onPress={() => change("TagResource", { Tags: [{ Key: key, Value: value }] })}
          >
            {t("Add")}
          </Button>
        </div>
      )}
    </section>
  );
}
