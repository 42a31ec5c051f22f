import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { type Direction, endScaling, type Scaling, scalingOf, setScaling } from "../../api/scaling.ts";
import { isOnDemand } from "../../app/tables.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { Button, Choice, Field, Switch } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import type { TableTabProps } from "../TableView.tsx";

const DEFAULT: Scaling = { minimum: 5, maximum: 100, target: 70 };

/** Provisioned capacity that follows its use, of the table and each of its indexes. */
export function ScalingCard({ place, table, readOnly }: TableTabProps & { readonly readOnly: boolean }) {
  const [index, setIndex] = useState("");
  const { namespace } = place;
  const scaling = useLoaded(`scaling ${table.TableArn} ${index}`, () =>
    scalingOf(namespace, table.TableName, index),
  );
  if (isOnDemand(table)) {
    return null;
  }
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((one) => one.IndexName);
  return (
    <section className="card">
      <header>
        <h2>{t("Auto scaling")}</h2>
        {indexes.length > 0 && (
          <Choice
            label={t("Of what")}
            hideLabel
            value={index}
            options={[{ id: "", label: t("the table") }, ...indexes]}
            onChange={setIndex}
          />
        )}
      </header>
      <Failure error={scaling.error} />
      {scaling.value &&
        (["read", "write"] as const).map((direction) => (
          <OneDirection
            key={`${index} ${direction} ${JSON.stringify(scaling.value?.[direction])}`}
            namespace={namespace}
            table={table.TableName}
            index={index}
            direction={direction}
            scaling={scaling.value?.[direction]}
            readOnly={readOnly}
            onChanged={scaling.reload}
          />
        ))}
    </section>
  );
}

function OneDirection(props: {
  readonly namespace: Namespace;
  readonly table: string;
  readonly index: string;
  readonly direction: Direction;
  readonly scaling: Scaling | undefined;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
}) {
  const { namespace, table, index, direction, scaling, readOnly } = props;
  const [form, setForm] = useState(scaling ?? DEFAULT);
  const action = useAction();
  const change = (run: () => Promise<void>) =>
    action.run(async () => {
      await run();
      props.onChanged();
    });
  const words = direction === "read" ? t("Reading") : t("Writing");
  const field = (label: string, member: keyof Scaling) => (
    <div className="w-s">
      <Field
        label={`${words}: ${label}`}
        value={String(form[member])}
        isDisabled={readOnly}
        onChange={(text) => setForm({ ...form, [member]: Number(text) || 0 })}
        mono
      />
    </div>
  );
  return (
    <>
      <Switch
        isSelected={scaling !== undefined}
        isDisabled={readOnly || action.busy}
        onChange={(on) =>
          change(() =>
            on
              ? setScaling(namespace, table, index, direction, form)
              : endScaling(namespace, table, index, direction),
          )
        }
      >
        {words}
      </Switch>
      <Failure error={action.error} />
      {scaling && (
        <div className="line">
          {field(t("least"), "minimum")}
          {field(t("most"), "maximum")}
          {field(t("% in use"), "target")}
          {!readOnly && (
            <Button
              isDisabled={action.busy || JSON.stringify(form) === JSON.stringify(scaling)}
              onPress={() => change(() => setScaling(namespace, table, index, direction, form))}
            >
              {t("Change")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
