import type { TableDescription } from "../../api/types.ts";
import { type Condition, EMPTY_CONDITION, SORT_OPERATORS } from "../../explore/filter.ts";
import { type KeyAttribute, type Question, type Source, sources } from "../../explore/plan.ts";
import { t } from "../../i18n/t.ts";
import { Button, Check, Choice, Field } from "../../widgets/Controls.tsx";
import { ConditionRow } from "./ConditionRow.tsx";

interface Props {
  readonly table: TableDescription;
  readonly question: Question;
  readonly onChange: (question: Question) => void;
  readonly onRun: () => void;
}

/** One row for the keys, one for each condition of the filter, one for how to read. */
export function QueryForm(props: Props) {
  const { table, question, onChange } = props;
  const all = sources(table);
  const source = all.find((one) => one.index === question.index) ?? (all[0] as Source);
  const change = (part: Partial<Question>) => onChange({ ...question, ...part });
  return (
    <div className="stack">
      <div className="query-line">
        {all.length > 1 && (
          <div className="w-l">
            <Choice
              label={t("Read from")}
              value={source.index}
              options={all.map((one) => ({
                id: one.index,
                label: one.index || t("the table"),
                detail: [...one.partition, ...one.sort].map((key) => key.name).join(" · "),
              }))}
              onChange={(index) => change({ index, partition: [], sort: [] })}
            />
          </div>
        )}
        {source.partition.map((key, i) => (
          <div className="w-l" key={key.name}>
            <Field
              label={`${key.name} (${key.type})`}
              value={question.partition[i] ?? ""}
              placeholder={t("any")}
              mono
              onChange={(value) => change({ partition: placed(question.partition, i, value, "") })}
              onEnter={props.onRun}
            />
          </div>
        ))}
        {source.sort.map((key, i) => (
          <SortKey
            key={key.name}
            attribute={key}
            condition={question.sort[i] ?? EMPTY_CONDITION}
            onChange={(condition) => change({ sort: placed(question.sort, i, condition, EMPTY_CONDITION) })}
            onRun={props.onRun}
          />
        ))}
        <Button onPress={() => change({ groups: withRow(question.groups) })}>{t("+ Filter")}</Button>
      </div>
      <Groups {...props} />
      <HowToRead question={question} source={source} onChange={change} />
    </div>
  );
}

function SortKey(props: {
  readonly attribute: KeyAttribute;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRun: () => void;
}) {
  const { attribute, condition, onChange } = props;
  const operators =
    attribute.type === "N" ? SORT_OPERATORS.filter((one) => one !== "begins_with") : SORT_OPERATORS;
  return (
    <>
      <div className="w-m">
        <Choice
          label={`${attribute.name} (${attribute.type})`}
          value={condition.operator}
          options={operators}
          onChange={(operator) => onChange({ ...condition, operator })}
        />
      </div>
      <div className="w-m">
        <Field
          label={t("Value of {name}", { name: attribute.name })}
          hideLabel
          placeholder={t("any")}
          mono
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
          onEnter={props.onRun}
        />
      </div>
      {condition.operator === "between" && (
        <div className="w-m">
          <Field
            label={t("and")}
            mono
            value={condition.upper}
            onChange={(upper) => onChange({ ...condition, upper })}
            onEnter={props.onRun}
          />
        </div>
      )}
    </>
  );
}

function Groups({ question, onChange, onRun }: Props) {
  const { groups } = question;
  const set = (next: (readonly Condition[])[]) =>
    onChange({ ...question, groups: next.filter((group) => group.length > 0) });
  if (groups.length === 0) {
    return null;
  }
  return (
    <>
      {groups.map((group, g) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
        <div key={g} className="stack tight">
          {g > 0 && <span className="or">{t("or")}</span>}
          <div className="group">
            {group.map((condition, i) => (
              <ConditionRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
                key={i}
                condition={condition}
                onRun={onRun}
                onChange={(next) =>
                  set(groups.map((one, at) => (at === g ? one.map((row, r) => (r === i ? next : row)) : one)))
                }
                onRemove={() =>
                  set(groups.map((one, at) => (at === g ? one.filter((_, r) => r !== i) : one)))
                }
              />
            ))}
            <div>
              <Button
                look="quiet"
                onPress={() => set(groups.map((one, at) => (at === g ? [...one, EMPTY_CONDITION] : one)))}
              >
                {t("+ and")}
              </Button>
              {g === groups.length - 1 && (
                <Button look="quiet" onPress={() => set([...groups, [EMPTY_CONDITION]])}>
                  {t("+ or")}
                </Button>
              )}
            </div>
          </div>
        </div>
      ))}
    </>
  );
}

function HowToRead(props: {
  readonly question: Question;
  readonly source: Source;
  readonly onChange: (part: Partial<Question>) => void;
}) {
  const { question, source, onChange } = props;
  const queries = source.partition.every((_, i) => (question.partition[i] ?? "") !== "");
  return (
    <div className="query-line">
      <div className="w-m">
        <Choice
          label={t("Page")}
          value={String(question.pageSize)}
          options={["25", "100", "500", "1000"].map((id) => ({
            id,
            label: t("{n} items", { n: Number(id) }),
          }))}
          onChange={(size) => onChange({ pageSize: Number(size) })}
        />
      </div>
      <div className="w-l">
        <Field
          label={t("Only these attributes")}
          placeholder={t("all")}
          value={question.projection}
          mono
          onChange={(projection) => onChange({ projection })}
        />
      </div>
      {queries && (
        <Check isSelected={question.descending} onChange={(descending) => onChange({ descending })}>
          {t("Last first")}
        </Check>
      )}
      {!source.global && (
        <Check isSelected={question.consistent} onChange={(consistent) => onChange({ consistent })}>
          {t("Strongly consistent")}
        </Check>
      )}
    </div>
  );
}

function withRow(groups: Question["groups"]): Question["groups"] {
  const [first, ...rest] = groups;
  return [[...(first ?? []), EMPTY_CONDITION], ...rest];
}

function placed<T>(list: readonly T[], at: number, value: T, filler: T): T[] {
  const next = Array.from({ length: Math.max(list.length, at + 1) }, (_, i) => list[i] ?? filler);
  next[at] = value;
  return next;
}
