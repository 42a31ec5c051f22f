import { useRef, useState } from "react";
import type { Namespace } from "../../api/client.ts";
import type { TableDescription } from "../../api/types.ts";
import { useSettings } from "../../app/store.ts";
import { useAction } from "../../app/use.ts";
import { type BulkAction, type BulkProgress, bulk, NOT_BEGUN } from "../../explore/bulk.ts";
import { readValue, VALUE_TYPES, type ValueType } from "../../explore/filter.ts";
import type { Plan } from "../../explore/plan.ts";
import { t } from "../../i18n/t.ts";
import { keyNames } from "../../items/attribute.ts";
import { write } from "../../transfer/format.ts";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { downloadBlob } from "../../widgets/clipboard.ts";
import { Failure, Notice } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";

type Kind = BulkAction["kind"];

/** Something for every item that a question finds, loaded or not. */
export function AllMatching(props: {
  readonly namespace: Namespace;
  readonly table: TableDescription;
  readonly plan: Plan;
  readonly onClose: () => void;
}) {
  const { namespace, table, plan } = props;
  const { readOnly } = useSettings();
  const [kind, setKind] = useState<Kind>("count");
  const [name, setName] = useState("");
  const [type, setType] = useState<ValueType>("S");
  const [value, setValue] = useState("");
  const [typed, setTyped] = useState("");
  const [progress, setProgress] = useState<BulkProgress>(NOT_BEGUN);
  const abort = useRef<AbortController>(undefined);
  const parts = useRef<Blob[]>([]);
  const action = useAction();
  const changes = kind === "delete" || kind === "set" || kind === "remove";
  const named = kind === "set" || kind === "remove";
  const isKey = named && table.KeySchema.some((key) => key.AttributeName === name);
  const ready = (!changes || typed === table.TableName) && (!named || (name !== "" && !isKey));
  const begun = progress.found > 0 || progress.ended;

  const what = (): BulkAction => {
    switch (kind) {
      case "export":
        // A Blob leaves the memory of the page; texts would stay in it until the end.
        return {
          kind,
          write: (items) => parts.current.push(new Blob([write("lines", items, table.TableName)])),
        };
      case "set":
        return { kind, name, value: readValue(type, value) };
      case "remove":
        return { kind, name };
      default:
        return { kind };
    }
  };
  const run = () =>
    action.run(async () => {
      const from = progress.ended ? NOT_BEGUN : progress;
      if (from === NOT_BEGUN) {
        parts.current = [];
      }
      const control = new AbortController();
      abort.current = control;
      await bulk(namespace, plan, keyNames(table), what(), from, setProgress, control.signal);
      if (kind === "export") {
        downloadBlob(`${table.TableName}.jsonl`, new Blob(parts.current));
      }
    });
  const choose = (next: Kind) => {
    setKind(next);
    setProgress(NOT_BEGUN);
  };
  return (
    <Dialog
      title={t("All that match, loaded or not")}
      onClose={() => {
        abort.current?.abort();
        props.onClose();
      }}
      footer={
        <>
          {action.busy && <Button onPress={() => abort.current?.abort()}>{t("Stop")}</Button>}
          <Button look={changes ? "danger" : "primary"} isDisabled={!ready || action.busy} onPress={run}>
            {begun && !progress.ended ? t("Go on") : t("Begin")}
          </Button>
        </>
      }
    >
      <Notice kind={changes ? "warn" : "info"}>
        {changes
          ? t("This is done at once, item by item, not staged, and cannot be undone. Count first.")
          : plan.operation === "Scan"
            ? t("The whole table is read.")
            : t("The whole item collection is read.")}
      </Notice>
      <Failure error={action.error} />
      <Choice
        label={t("What")}
        value={kind}
        isDisabled={action.busy}
        options={[
          { id: "count", label: t("Count") },
          { id: "export", label: t("Export as DynamoDB JSON, lines") },
          ...(readOnly
            ? []
            : ([
                { id: "set", label: t("Set an attribute") },
                { id: "remove", label: t("Remove an attribute") },
                { id: "delete", label: t("Delete") },
              ] as const)),
        ]}
        onChange={choose}
      />
      {named && (
        <Field
          label={t("Attribute")}
          value={name}
          onChange={setName}
          mono
          problem={isKey ? t("Keys cannot be changed in many items at once.") : undefined}
        />
      )}
      {kind === "set" && (
        <div className="line">
          <Choice label={t("Type")} value={type} options={VALUE_TYPES} onChange={setType} />
          <div className="grow">
            <Field label={t("Value")} value={value} onChange={setValue} mono />
          </div>
        </div>
      )}
      {changes && (
        <Field
          label={t("Type {name} to confirm", { name: table.TableName })}
          value={typed}
          onChange={setTyped}
          mono
        />
      )}
      {begun && (
        <p role="status">
          {t("{n} found, {done} done, {units} read units.", {
            n: progress.found,
            done: progress.done,
            units: progress.units,
          })}{" "}
          {progress.passed > 0 && t("{n} did not match any longer.", { n: progress.passed })}{" "}
          {progress.ended && <strong>{t("That was all.")}</strong>}
        </p>
      )}
    </Dialog>
  );
}
