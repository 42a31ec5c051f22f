import { useState } from "react";
import { isOnDemand } from "../../app/tables.ts";
import { formatNumber, t } from "../../i18n/t.ts";
import { capacityInput, capacityOf } from "../../model/tableForm.ts";
import { Button, Choice } from "../../widgets/Controls.tsx";
import type { TableTabProps } from "../TableView.tsx";
import { CapacityFields } from "./CapacityFields.tsx";

/** AWS's word for a maximum that is taken away. */
const NO_LIMIT = -1;

/** How the table is paid for, what it can do in a second, and what it may use at most. */
export function CapacityCard(
  props: TableTabProps & {
    readonly readOnly: boolean;
    readonly update: (what: Record<string, unknown>) => unknown;
  },
) {
  const { table, readOnly, update } = props;
  const wasOnDemand = isOnDemand(table);
  const [mode, setMode] = useState(wasOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
  const before = capacityOf(table);
  const [capacity, setCapacity] = useState({
    ...before,
    read: before.read || "5",
    write: before.write || "5",
  });
  const onDemand = mode === "PAY_PER_REQUEST";
  const save = () => {
    const switches = onDemand !== wasOnDemand;
    // AWS refuses a throughput that is what it was.
    const same = !switches && capacity.read === before.read && capacity.write === before.write;
    const { ProvisionedThroughput, ...rest } = capacityInput(capacity, onDemand);
    const input: Record<string, unknown> = { ...rest, ...(!same && { ProvisionedThroughput }) };
    const lifted = {
      ...(before.maximumRead && !capacity.maximumRead && { MaxReadRequestUnits: NO_LIMIT }),
      ...(before.maximumWrite && !capacity.maximumWrite && { MaxWriteRequestUnits: NO_LIMIT }),
    };
    const maxima = { ...(input.OnDemandThroughput as object | undefined), ...lifted };
    update({
      ...(switches && { BillingMode: mode }),
      ...input,
      ...(onDemand && Object.keys(maxima).length > 0 && { OnDemandThroughput: maxima }),
      ...(!onDemand &&
        wasOnDemand &&
        table.GlobalSecondaryIndexes && {
          GlobalSecondaryIndexUpdates: table.GlobalSecondaryIndexes.map((index) => ({
            Update: { IndexName: index.IndexName, ProvisionedThroughput: input.ProvisionedThroughput },
          })),
        }),
    });
  };
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
      <div className="line">
        <CapacityFields value={capacity} onDemand={onDemand} onChange={setCapacity} />
      </div>
      <p className="soft">
        {t("Now: {mode}", {
          mode: wasOnDemand
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
