import { useState } from "react";
import type { Item } from "../../api/types.ts";
import { useAction } from "../../app/use.ts";
import { readValue, type ValueType } from "../../explore/filter.ts";
import { t } from "../../i18n/t.ts";
import { withAttribute, withoutAttribute } from "../../items/attribute.ts";
import { wholeItems } from "../../staging/reading.ts";
import { type Place, stageMany } from "../../staging/staging.ts";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";

/** Stages the same change of many items. */
export function BulkEdit(props: {
  readonly place: Place;
  readonly items: readonly Item[];
  readonly partial: boolean;
  readonly onClose: () => void;
}) {
  const [what, setWhat] = useState<"set" | "remove">("set");
  const [name, setName] = useState("");
  const [type, setType] = useState<ValueType>("S");
  const [value, setValue] = useState("");
  const action = useAction();
  const isKey = props.place.keyNames.includes(name);
  const run = async () => {
    const done = await action.run(async () => {
      const wanted = what === "set" ? readValue(type, value) : undefined;
      const whole = props.partial ? await wholeItems(props.place, props.items) : props.items;
      stageMany(
        props.place,
        whole.map((item) => [
          item,
          wanted ? withAttribute(item, name, wanted) : withoutAttribute(item, name),
        ]),
      );
    });
    if (done) {
      props.onClose();
    }
  };
  return (
    <Dialog
      title={t("Change {n} items", { n: props.items.length })}
      onClose={props.onClose}
      footer={
        <Button look="primary" isDisabled={name === "" || isKey || action.busy} onPress={run}>
          {t("Stage")}
        </Button>
      }
    >
      <Failure error={action.error} />
      <Choice
        label={t("What")}
        value={what}
        options={[
          { id: "set", label: t("Set an attribute") },
          { id: "remove", label: t("Remove an attribute") },
        ]}
        onChange={setWhat}
      />
      <Field
        label={t("Attribute")}
        value={name}
        onChange={setName}
        mono
        problem={isKey ? t("Keys cannot be changed in many items at once.") : undefined}
      />
      {what === "set" && (
        <div className="line">
          <Choice
            label={t("Type")}
            value={type}
            options={["S", "N", "BOOL", "NULL", "B", "JSON"]}
            onChange={setType}
          />
          <div className="grow">
            <Field
              label={t("Value")}
              value={value}
              onChange={setValue}
              mono
              hint={type === "JSON" ? t('A value with its type, such as {"SS": ["a"]}') : undefined}
            />
          </div>
        </div>
      )}
    </Dialog>
  );
}
