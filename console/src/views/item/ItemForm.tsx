import { useState } from "react";
import type { AttributeValue, Item, TypeName } from "../../api/types.ts";
import { t } from "../../i18n/t.ts";
import { contentOf, numberProblem, TYPES, typeOf } from "../../items/attribute.ts";
import { visible } from "../../items/display.ts";
import { isBase64 } from "../../items/json.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Field, Switch } from "../../widgets/Controls.tsx";

const KEY_TYPES: readonly TypeName[] = ["S", "N", "B"];
/** Fields that are there at once. A map can have tens of thousands; more of them come when they are asked for. */
const SHOWN_AT_ONCE = 25;
const SHOWN_MORE = 100;
/** Of larger items, what is nested is closed at first. */
const OPEN_NODES_MAX = 60;

/** An item, or a map inside one, attribute by attribute. */
export function ItemForm(props: {
  readonly item: Item;
  readonly keyNames: readonly string[];
  readonly isNew: boolean;
  /** The attribute whose map this is. */
  readonly within?: string;
  /** Whether what is nested is open at first; decided by how much there is, if it is not said. */
  readonly isOpen?: boolean;
  readonly onChange: (item: Item) => void;
}) {
  const { item, onChange } = props;
  const entries = Object.entries(item);
  const [added, setAdded] = useState("");
  const [count, setCount] = useState(SHOWN_AT_ONCE);
  const [isOpen] = useState(props.isOpen ?? nodes({ M: item }, OPEN_NODES_MAX) < OPEN_NODES_MAX);
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
        if (i >= count && !props.keyNames.includes(name)) {
          return null;
        }
        const isKey = props.keyNames.includes(name);
        return (
          <ValueRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed; its place does not
            key={i}
            label={name}
            value={value}
            isKey={isKey}
            isOpen={isOpen}
            onRename={isKey ? undefined : (next) => !Object.hasOwn(item, next) && change(i, next, value)}
            onChange={(next) => change(i, name, next)}
            onRemove={
              isKey ? undefined : () => onChange(Object.fromEntries(entries.filter((_, at) => at !== i)))
            }
          />
        );
      })}
      <More left={entries.length - count} onMore={() => setCount(count + SHOWN_MORE)} />
      <div className="line">
        <div className="grow">
          <Field
            label={
              props.within === undefined
                ? t("New attribute")
                : t("New member of {name}", { name: visible(props.within) })
            }
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
  readonly isOpen: boolean;
  readonly onRename: ((name: string) => void) | undefined;
  readonly onChange: (value: AttributeValue) => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const { label, value } = props;
  const type = typeOf(value);
  const nested = "M" in value || "L" in value;
  const [open, setOpen] = useState(props.isOpen);
  return (
    <div className="stack tight">
      <div className={props.isKey ? "attribute key" : "attribute"}>
        <input
          className="input mono"
          aria-label={t("Name of {name}", { name: visible(label) })}
          value={label}
          disabled={!props.onRename}
          spellCheck="false"
          autoComplete="off"
          onChange={(event) => props.onRename?.(event.target.value)}
        />
        <select
          className="input native"
          aria-label={t("Type of {name}", { name: visible(label) })}
          value={type}
          onChange={(event) => props.onChange(converted(value, event.target.value as TypeName))}
        >
          {(props.isKey ? KEY_TYPES : TYPES).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        {nested ? (
          <Button look="quiet" aria-expanded={open} onPress={() => setOpen(!open)}>
            {open ? "▾" : "▸"}{" "}
            {t("{n} elements", { n: "M" in value ? Object.keys(value.M).length : value.L.length })}
          </Button>
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
      {open && "M" in value && (
        <div className="children">
          <ItemForm
            item={value.M}
            keyNames={[]}
            isNew
            within={label}
            isOpen={props.isOpen}
            onChange={(M) => props.onChange({ M })}
          />
        </div>
      )}
      {open && "L" in value && (
        <ListForm elements={value.L} isOpen={props.isOpen} onChange={(L) => props.onChange({ L })} />
      )}
    </div>
  );
}

/** How many values there are in one, counted up to a limit. */
function nodes(value: AttributeValue, limit: number): number {
  const inside = "M" in value ? Object.values(value.M) : "L" in value ? value.L : [];
  let count = 1;
  for (const one of inside) {
    if (count >= limit) {
      break;
    }
    count += nodes(one, limit - count);
  }
  return count;
}

function More({ left, onMore }: { readonly left: number; readonly onMore: () => void }) {
  return left > 0 ? (
    <p className="hint">
      {t("{n} more, which can also be edited as JSON.", { n: left })}{" "}
      <Button look="quiet" onPress={onMore}>
        {t("Show more")}
      </Button>
    </p>
  ) : null;
}

function ListForm(props: {
  readonly elements: AttributeValue[];
  readonly isOpen: boolean;
  readonly onChange: (elements: AttributeValue[]) => void;
}) {
  const { elements, onChange } = props;
  const [count, setCount] = useState(SHOWN_AT_ONCE);
  return (
    <div className="children">
      {elements.slice(0, count).map((element, i) => (
        <ValueRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an element of a list is its place
          key={i}
          label={`[${i}]`}
          value={element}
          isKey={false}
          isOpen={props.isOpen}
          onRename={undefined}
          onChange={(next) => onChange(elements.map((one, at) => (at === i ? next : one)))}
          onRemove={() => onChange(elements.filter((_, at) => at !== i))}
        />
      ))}
      <More left={elements.length - count} onMore={() => setCount(count + SHOWN_MORE)} />
      <div>
        <Button look="quiet" onPress={() => onChange([...elements, { S: "" }])}>
          {t("Add an element")}
        </Button>
      </div>
    </div>
  );
}

const ONE_LINE_MAX = 80;
const FIELD_CHARACTERS_MAX = 5000;
const BEGINNING_CHARACTERS = 120;

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
    if (value.S.length > FIELD_CHARACTERS_MAX && !value.S.includes("\r")) {
      return <LongText name={name} value={value.S} onChange={(S) => onChange({ S })} />;
    }
    const lines = /[\r\n]/.test(value.S) || value.S.length > ONE_LINE_MAX ? 4 : 0;
    // A field of a page would turn a carriage return into a line end.
    const carriage = value.S.includes("\r");
    return (
      <Field
        label={name}
        hideLabel
        mono
        lines={lines}
        value={value.S}
        isDisabled={carriage}
        hint={carriage ? t("It has carriage returns: edit it as JSON.") : undefined}
        onChange={(S) => onChange({ S })}
      />
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

/** A text that a field would take long to lay out: its beginning, and an editor when that is asked for. */
function LongText(props: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const [open, setOpen] = useState(false);
  return open ? (
    <CodeEditor label={props.name} language="text" value={props.value} onChange={props.onChange} />
  ) : (
    <span className="row">
      <span className="mono small isolate">{visible(props.value, BEGINNING_CHARACTERS)}</span>
      <Button look="quiet" onPress={() => setOpen(true)}>
        {t("Edit all {n} characters", { n: props.value.length })}
      </Button>
    </span>
  );
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
