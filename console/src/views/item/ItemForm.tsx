import { useState } from "react";
import type { AttributeValue, Item, TypeName } from "../../api/types.ts";
import { t } from "../../i18n/t.ts";
import { contentOf, numberProblem, TYPES, typeOf } from "../../items/attribute.ts";
import { isBase64 } from "../../items/json.ts";
import { Button, Choice, Field, Switch } from "../../widgets/Controls.tsx";

const TYPE_OPTIONS = TYPES.map((type) => ({ id: type, label: type }));

/** An item, or a map inside one, attribute by attribute. */
export function ItemForm(props: {
  readonly item: Item;
  readonly keyNames: readonly string[];
  readonly isNew: boolean;
  readonly onChange: (item: Item) => void;
}) {
  const { item, onChange } = props;
  const entries = Object.entries(item);
  const [added, setAdded] = useState("");
  const change = (at: number, name: string, value: AttributeValue) =>
    onChange(Object.fromEntries(entries.map((entry, i) => (i === at ? [name, value] : entry))));
  const add = () => {
    if (added !== "" && !Object.hasOwn(item, added)) {
      onChange({ ...item, [added]: { S: "" } });
      setAdded("");
    }
  };
  return (
    <>
      {entries.map(([name, value], i) => {
        const isKey = props.keyNames.includes(name);
        return (
          <ValueRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed; its place does not
            key={i}
            label={name}
            value={value}
            isKey={isKey}
            onRename={isKey ? undefined : (next) => !Object.hasOwn(item, next) && change(i, next, value)}
            onChange={(next) => change(i, name, next)}
            onRemove={
              isKey ? undefined : () => onChange(Object.fromEntries(entries.filter((_, at) => at !== i)))
            }
          />
        );
      })}
      <div className="line">
        <div className="grow">
          <Field
            label={t("New attribute")}
            hideLabel
            placeholder={t("New attribute")}
            value={added}
            onChange={setAdded}
            onEnter={add}
            mono
            problem={Object.hasOwn(item, added) ? t("It is there already.") : undefined}
          />
        </div>
        <Button isDisabled={added === "" || Object.hasOwn(item, added)} onPress={add}>
          {t("Add")}
        </Button>
      </div>
    </>
  );
}

function ValueRow(props: {
  readonly label: string;
  readonly value: AttributeValue;
  readonly isKey: boolean;
  readonly onRename: ((name: string) => void) | undefined;
  readonly onChange: (value: AttributeValue) => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const { label, value } = props;
  const type = typeOf(value);
  const nested = "M" in value || "L" in value;
  return (
    <div className="stack tight">
      <div className={props.isKey ? "attribute key" : "attribute"}>
        <Field
          label={t("Name of {name}", { name: label })}
          hideLabel
          mono
          value={label}
          isDisabled={!props.onRename}
          onChange={(name) => props.onRename?.(name)}
        />
        <Choice
          label={t("Type of {name}", { name: label })}
          hideLabel
          value={type}
          options={
            props.isKey ? TYPE_OPTIONS.filter((one) => ["S", "N", "B"].includes(one.id)) : TYPE_OPTIONS
          }
          onChange={(next) => next !== type && props.onChange(converted(value, next))}
        />
        {nested ? (
          <span className="soft small">
            {t("{n} elements", { n: "M" in value ? Object.keys(value.M).length : value.L.length })}
          </span>
        ) : (
          <ValueField label={label} value={value} onChange={props.onChange} />
        )}
        {props.onRemove ? (
          <Button look="icon" title={t("Remove {name}", { name: label })} onPress={props.onRemove}>
            ✕
          </Button>
        ) : (
          <span />
        )}
      </div>
      {"M" in value && (
        <div className="children">
          <ItemForm item={value.M} keyNames={[]} isNew onChange={(M) => props.onChange({ M })} />
        </div>
      )}
      {"L" in value && <ListForm elements={value.L} onChange={(L) => props.onChange({ L })} />}
    </div>
  );
}

const ELEMENTS_SHOWN_MAX = 200;

function ListForm(props: {
  readonly elements: AttributeValue[];
  readonly onChange: (elements: AttributeValue[]) => void;
}) {
  const { elements, onChange } = props;
  return (
    <div className="children">
      {elements.slice(0, ELEMENTS_SHOWN_MAX).map((element, i) => (
        <ValueRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an element of a list is its place
          key={i}
          label={`[${i}]`}
          value={element}
          isKey={false}
          onRename={undefined}
          onChange={(next) => onChange(elements.map((one, at) => (at === i ? next : one)))}
          onRemove={() => onChange(elements.filter((_, at) => at !== i))}
        />
      ))}
      {elements.length > ELEMENTS_SHOWN_MAX && (
        <p className="hint">
          {t("{n} more, to be edited as JSON", { n: elements.length - ELEMENTS_SHOWN_MAX })}
        </p>
      )}
      <div>
        <Button look="quiet" onPress={() => onChange([...elements, { S: "" }])}>
          {t("Add an element")}
        </Button>
      </div>
    </div>
  );
}

const ONE_LINE_MAX = 80;

function ValueField(props: {
  readonly label: string;
  readonly value: AttributeValue;
  readonly onChange: (value: AttributeValue) => void;
}) {
  const { label, value, onChange } = props;
  const name = t("Value of {name}", { name: label });
  if ("BOOL" in value) {
    return (
      <Switch isSelected={value.BOOL} onChange={(BOOL) => onChange({ BOOL })}>
        <span className="hidden">{name}</span> {String(value.BOOL)}
      </Switch>
    );
  }
  if ("NULL" in value) {
    return <span className="soft">null</span>;
  }
  if ("S" in value) {
    const lines = value.S.includes("\n") || value.S.length > ONE_LINE_MAX ? 4 : 0;
    return (
      <Field label={name} hideLabel mono lines={lines} value={value.S} onChange={(S) => onChange({ S })} />
    );
  }
  if ("N" in value) {
    return (
      <Field
        label={name}
        hideLabel
        mono
        value={value.N}
        problem={numberWords(value.N)}
        onChange={(N) => onChange({ N })}
      />
    );
  }
  if ("B" in value) {
    const problem = isBase64(value.B) ? undefined : t("Binary values are written in base64.");
    return (
      <Field
        label={name}
        hideLabel
        mono
        value={value.B}
        problem={problem}
        onChange={(B) => onChange({ B })}
      />
    );
  }
  return <SetField name={name} value={value as SetValue} onChange={onChange} />;
}

type SetValue = { SS: string[] } | { NS: string[] } | { BS: string[] };

function SetField(props: {
  readonly name: string;
  readonly value: SetValue;
  readonly onChange: (value: AttributeValue) => void;
}) {
  const type = typeOf(props.value);
  const elements = contentOf(props.value) as string[];
  const twice = new Set(elements).size < elements.length;
  const bad = elements.find(
    (one) => (type === "NS" && numberProblem(one)) || (type === "BS" && !isBase64(one)),
  );
  const multiline = elements.some((one) => one.includes("\n"));
  return (
    <Field
      label={props.name}
      hideLabel
      mono
      lines={Math.min(8, Math.max(2, elements.length))}
      isDisabled={multiline}
      value={elements.join("\n")}
      hint={multiline ? t("An element has several lines: edit it as JSON.") : t("One element a line")}
      problem={
        twice
          ? t("An element is there twice.")
          : bad !== undefined
            ? t("{text} does not fit.", { text: bad })
            : undefined
      }
      onChange={(text) => props.onChange({ [type]: text.split("\n") } as unknown as AttributeValue)}
    />
  );
}

function numberWords(text: string): string | undefined {
  const problem = numberProblem(text);
  return (
    problem &&
    {
      form: t("This is no number."),
      digits: t("A number has at most 38 digits."),
      range: t("This number is out of range."),
    }[problem]
  );
}

/** A value as another type, with as much of it as fits. */
export function converted(value: AttributeValue, type: TypeName): AttributeValue {
  const content = contentOf(value);
  const text = typeof content === "string" ? content : typeof content === "boolean" ? String(content) : "";
  const list = Array.isArray(content) ? content : undefined;
  switch (type) {
    case "S":
      return { S: text };
    case "N":
      return { N: numberProblem(text) ? "0" : text };
    case "B":
      return { B: isBase64(text) ? text : "" };
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
    case "SS":
      return { SS: strings(list, text, "") };
    case "NS":
      return { NS: strings(list, text, "0").map((one) => (numberProblem(one) ? "0" : one)) };
    case "BS":
      return { BS: strings(list, text, "AA==").map((one) => (isBase64(one) ? one : "AA==")) };
    case "L":
      return {
        L: (list ?? []).map((one) => (typeof one === "string" ? { S: one } : (one as AttributeValue))),
      };
    case "M":
      return { M: {} };
  }
}

function strings(list: unknown[] | undefined, text: string, otherwise: string): string[] {
  const found = (list ?? []).map((one) =>
    typeof one === "string" ? one : String(contentOf(one as AttributeValue)),
  );
  return found.length > 0 ? found : [text || otherwise];
}
