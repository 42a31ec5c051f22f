import { type Condition, OPERATORS, type Operator, VALUE_TYPES, valueCount } from "../../explore/filter.ts";
import { t } from "../../i18n/t.ts";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";

/** One condition of the filter. */
export function ConditionRow(props: {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
  readonly onRun: () => void;
}) {
  const { condition, onChange } = props;
  const { operator } = condition;
  const values = valueCount(operator);
  const typed = values > 0 && operator !== "type" && !operator.startsWith("size");
  const change = (part: Partial<Condition>) => onChange({ ...condition, ...part });
  return (
    <div className="query-line">
      <div className="w-l">
        <Field
          label={t("Attribute")}
          hideLabel
          placeholder={t("attribute, such as a.b[0]")}
          mono
          value={condition.path}
          onChange={(path) => change({ path })}
        />
      </div>
      <div className="w-m">
        <Choice
          label={t("Operator")}
          hideLabel
          value={operator}
          options={OPERATORS.map((id) => ({ id, label: operatorWords(id) }))}
          onChange={(next) => change({ operator: next })}
        />
      </div>
      {typed && (
        <div className="w-s">
          <Choice
            label={t("Type")}
            hideLabel
            value={condition.type}
            options={VALUE_TYPES}
            onChange={(type) => change({ type })}
          />
        </div>
      )}
      {values > 0 && condition.type === "BOOL" && typed ? (
        <div className="w-m">
          <Choice
            label={t("Value")}
            hideLabel
            value={condition.value === "true" ? "true" : "false"}
            options={["true", "false"]}
            onChange={(value) => change({ value })}
          />
        </div>
      ) : (
        values > 0 &&
        !(typed && condition.type === "NULL") && (
          <div className="w-l">
            <Field
              label={t("Value")}
              hideLabel
              placeholder={
                operator === "in"
                  ? t("values, separated by commas")
                  : operator === "type"
                    ? "S, N, M …"
                    : t("value")
              }
              mono
              value={condition.value}
              onChange={(value) => change({ value })}
              onEnter={props.onRun}
            />
          </div>
        )
      )}
      {values === 2 && (
        <div className="w-l">
          <Field
            label={t("Upper end")}
            hideLabel
            placeholder={t("and")}
            mono
            value={condition.upper}
            onChange={(upper) => change({ upper })}
            onEnter={props.onRun}
          />
        </div>
      )}
      <Button look="icon" title={t("Remove this condition")} onPress={props.onRemove}>
        ✕
      </Button>
    </div>
  );
}

function operatorWords(operator: Operator): string {
  const words: Partial<Record<Operator, string>> = {
    between: t("between"),
    in: t("one of"),
    begins_with: t("begins with"),
    contains: t("contains"),
    "not contains": t("does not contain"),
    exists: t("exists"),
    "not exists": t("does not exist"),
    type: t("is of type"),
    "size =": t("size ="),
    "size <": t("size <"),
    "size >": t("size >"),
  };
  return words[operator] ?? operator;
}
