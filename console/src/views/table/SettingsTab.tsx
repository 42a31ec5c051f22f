import { useState } from "react";
import { call } from "../../api/client.ts";
import { go, link } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatTime, t } from "../../i18n/t.ts";
import { Button, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { copy } from "../../widgets/clipboard.ts";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { CapacityCard } from "./CapacityCard.tsx";
import { PolicyCard } from "./PolicyCard.tsx";
import { ScalingCard } from "./ScalingCard.tsx";

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
        <ScalingCard {...props} readOnly={readOnly} />
        <EncryptionCard table={table} readOnly={readOnly} update={update} />
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

function EncryptionCard(props: {
  readonly table: TableTabProps["table"];
  readonly readOnly: boolean;
  readonly update: (what: Record<string, unknown>) => unknown;
}) {
  const { table, readOnly, update } = props;
  const now = table.SSEDescription?.SSEType === "KMS" ? "KMS" : "";
  const [whose, setWhose] = useState<"" | "KMS">(now);
  const [key, setKey] = useState("");
  return (
    <section className="card">
      <h2>{t("Encryption")}</h2>
      <p className="soft isolate">
        {now === "" ? t("key of the service") : (table.SSEDescription?.KMSMasterKeyArn ?? now)}
      </p>
      {!readOnly && (
        <div className="line">
          <Choice
            label={t("Encryption with a key of")}
            value={whose}
            options={[
              { id: "", label: "DynamoDB" },
              { id: "KMS", label: "AWS KMS" },
            ]}
            onChange={setWhose}
          />
          {whose === "KMS" && (
            <Field
              label={t("Key: its id, ARN or alias")}
              placeholder="alias/aws/dynamodb"
              value={key}
              onChange={setKey}
              mono
            />
          )}
          <Button
            isDisabled={whose === now && key === ""}
            onPress={() =>
              update({
                SSESpecification:
                  whose === "KMS"
                    ? { Enabled: true, SSEType: "KMS", ...(key && { KMSMasterKeyId: key }) }
                    : { Enabled: false },
              })
            }
          >
            {t("Change the key")}
          </Button>
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
