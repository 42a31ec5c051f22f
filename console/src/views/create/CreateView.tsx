import { useEffect, useState } from "react";
import { call } from "../../api/client.ts";
import type { ViewProps } from "../../app/App.tsx";
import { go, tableLink } from "../../app/router.ts";
import { describeTable, settle } from "../../app/tables.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import {
  createInput,
  EMPTY_INDEX,
  EMPTY_TABLE,
  formOf,
  laterInputs,
  type TableForm,
} from "../../model/tableForm.ts";
import { CodeDialog } from "../../widgets/CodeDialog.tsx";
import { Button, Check, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { CapacityFields } from "../table/CapacityFields.tsx";
import { IndexFields, KeyFields } from "../table/IndexFields.tsx";
import { RegionFields, SecurityFields } from "./MoreFields.tsx";

/** A new table, from nothing or like another one. */
export function CreateView({ place }: ViewProps) {
  const { namespace, name: like } = place;
  const [form, setForm] = useState<TableForm>(EMPTY_TABLE);
  const [code, setCode] = useState(false);
  const action = useAction();
  const change = (part: Partial<TableForm>) => setForm({ ...form, ...part });

  useEffect(() => {
    if (like) {
      describeTable(namespace, like).then(
        (table) => setForm(formOf(table, `${like}-copy`)),
        () => {},
      );
    }
  }, [namespace, like]);

  const valid = /^[a-zA-Z0-9_.-]{3,255}$/.test(form.name) && form.partition.name !== "";
  const create = async () => {
    const done = await action.run(async () => {
      await call(namespace, "CreateTable", createInput(form));
      await settle(namespace, form.name, laterInputs(form));
    });
    if (done) {
      say(t("{name} is created", { name: form.name }));
      go(tableLink(namespace, form.name));
    }
  };
  return (
    <div className="view">
      <header className="view-head">
        <h1>{like ? t("Create a table like {name}", { name: like }) : t("Create table")}</h1>
      </header>
      <ViewBody>
        <div className="form">
          <Failure error={action.error} />
          <section>
            <Field
              label={t("Table name")}
              value={form.name}
              onChange={(name) => change({ name })}
              mono
              hint={t("3 to 255 letters, digits, dots, hyphens, underscores")}
            />
            <div className="line">
              <KeyFields
                label={t("Partition key")}
                value={form.partition}
                onChange={(partition) => change({ partition })}
              />
              <KeyFields
                label={t("Sort key")}
                placeholder={t("none")}
                value={form.sort}
                onChange={(sort) => change({ sort })}
              />
            </div>
          </section>
          <section>
            <h2>{t("Capacity")}</h2>
            <div className="line">
              <div className="w-l">
                <Choice
                  label={t("Mode")}
                  value={form.onDemand ? "onDemand" : "provisioned"}
                  options={[
                    { id: "onDemand", label: t("on demand") },
                    { id: "provisioned", label: t("provisioned") },
                  ]}
                  onChange={(mode) => change({ onDemand: mode === "onDemand" })}
                />
              </div>
              <CapacityFields
                value={form.capacity}
                onDemand={form.onDemand}
                onChange={(capacity) => change({ capacity })}
              />
            </div>
          </section>
          <Indexes form={form} onChange={change} />
          <section>
            <h2>{t("More")}</h2>
            <div className="line">
              <div className="w-l">
                <Choice
                  label={t("Stream")}
                  value={form.stream}
                  options={[
                    { id: "", label: t("none") },
                    { id: "NEW_AND_OLD_IMAGES", label: t("new and old images") },
                    { id: "NEW_IMAGE", label: t("new images") },
                    { id: "OLD_IMAGE", label: t("old images") },
                    { id: "KEYS_ONLY", label: t("keys only") },
                  ]}
                  onChange={(stream) => change({ stream })}
                />
              </div>
              <div className="w-l">
                <Field
                  label={t("Time to live attribute")}
                  placeholder={t("none")}
                  value={form.timeToLive}
                  onChange={(timeToLive) => change({ timeToLive })}
                  mono
                />
              </div>
            </div>
            <div className="line">
              <Switch isSelected={form.recovery} onChange={(recovery) => change({ recovery })}>
                {t("Point in time recovery")}
              </Switch>
              {form.recovery && (
                <div className="w-m">
                  <Field
                    label={t("Days that can be recovered")}
                    placeholder="35"
                    value={form.recoveryDays}
                    onChange={(recoveryDays) => change({ recoveryDays })}
                    mono
                  />
                </div>
              )}
            </div>
            <Switch isSelected={form.protection} onChange={(protection) => change({ protection })}>
              {t("Deletion protection")}
            </Switch>
            <Check isSelected={form.infrequent} onChange={(infrequent) => change({ infrequent })}>
              {t("Table class for infrequent access")}
            </Check>
          </section>
          <RegionFields form={form} onChange={change} />
          <SecurityFields form={form} onChange={change} />
          <Tags form={form} onChange={change} />
          <div className="row">
            <Button look="primary" isDisabled={!valid || action.busy} onPress={create}>
              {t("Create table")}
            </Button>
            <Button look="quiet" onPress={() => setCode(true)}>
              {t("Show the request")}
            </Button>
          </div>
        </div>
      </ViewBody>
      {code && (
        <CodeDialog
          operation="CreateTable"
          input={createInput(form)}
          region={namespace.region}
          onClose={() => setCode(false)}
        />
      )}
    </div>
  );
}

export interface PartProps {
  readonly form: TableForm;
  readonly onChange: (part: Partial<TableForm>) => void;
}

function Indexes({ form, onChange }: PartProps) {
  const { indexes } = form;
  return (
    <section>
      <h2>{t("Indexes")}</h2>
      {indexes.map((index, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
        <div className="card" key={i}>
          <IndexFields
            value={index}
            kinds={["global", "local", "vector"]}
            capacity={form.onDemand ? "onDemand" : "provisioned"}
            onChange={(next) => onChange({ indexes: indexes.map((one, at) => (at === i ? next : one)) })}
          />
          <div>
            <Button look="danger" onPress={() => onChange({ indexes: indexes.filter((_, at) => at !== i) })}>
              {t("Remove this index")}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button onPress={() => onChange({ indexes: [...indexes, EMPTY_INDEX] })}>{t("Add an index")}</Button>
      </div>
    </section>
  );
}

function Tags({ form, onChange }: PartProps) {
  const { tags } = form;
  const set = (at: number, part: { key?: string; value?: string }) =>
    onChange({ tags: tags.map((tag, i) => (i === at ? { ...tag, ...part } : tag)) });
  return (
    <section>
      <h2>{t("Tags")}</h2>
      {tags.map((tag, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys change while they are typed
        <div className="line" key={i}>
          <div className="w-l">
            <Field label={t("Tag")} value={tag.key} onChange={(key) => set(i, { key })} />
          </div>
          <div className="w-l">
            <Field label={t("Value")} value={tag.value} onChange={(value) => set(i, { value })} />
          </div>
          <Button
            look="icon"
            title={t("Remove {name}", { name: tag.key })}
            onPress={() => onChange({ tags: tags.filter((_, at) => at !== i) })}
          >
            ✕
          </Button>
        </div>
      ))}
      <div>
        <Button onPress={() => onChange({ tags: [...tags, { key: "", value: "" }] })}>
          {t("Add a tag")}
        </Button>
      </div>
    </section>
  );
}
