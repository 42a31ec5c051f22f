import { t } from "../../i18n/t.ts";
import { EMPTY_KEY, type IndexForm, type KeyForm } from "../../model/tableForm.ts";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { CapacityFields } from "./CapacityFields.tsx";

export function KeyFields(props: {
  readonly label: string;
  readonly value: KeyForm;
  readonly onChange: (key: KeyForm) => void;
  readonly placeholder?: string;
}) {
  const { value, onChange } = props;
  return (
    <>
      <div className="w-l">
        <Field
          label={props.label}
          value={value.name}
          mono
          placeholder={props.placeholder ?? ""}
          onChange={(name) => onChange({ ...value, name })}
        />
      </div>
      <div className="w-s">
        <Choice
          label={t("Type")}
          value={value.type}
          options={[
            { id: "S", label: "S", detail: t("text") },
            { id: "N", label: "N", detail: t("number") },
            { id: "B", label: "B", detail: t("binary") },
          ]}
          onChange={(type) => onChange({ ...value, type })}
        />
      </div>
    </>
  );
}

const KEYS_MAX = 4;

/** The fields of one index, new or to be. */
export function IndexFields(props: {
  readonly value: IndexForm;
  readonly kinds: readonly IndexForm["kind"][];
  /** How the table is paid for, where the index can say its own capacity. */
  readonly capacity?: "onDemand" | "provisioned";
  readonly onChange: (index: IndexForm) => void;
}) {
  const { value, onChange } = props;
  const change = (part: Partial<IndexForm>) => onChange({ ...value, ...part });
  const labels = { global: t("global secondary"), local: t("local secondary"), vector: t("vector") };
  return (
    <div className="stack">
      <div className="line">
        <div className="w-m">
          <Choice
            label={t("Kind")}
            value={value.kind}
            options={props.kinds.map((id) => ({ id, label: labels[id] }))}
            onChange={(kind) => change({ kind })}
          />
        </div>
        <div className="w-l">
          <Field label={t("Index name")} value={value.name} mono onChange={(name) => change({ name })} />
        </div>
        <div className="w-m">
          <Choice
            label={t("Projection")}
            value={value.projection}
            options={["ALL", "KEYS_ONLY", "INCLUDE"]}
            onChange={(projection) => change({ projection })}
          />
        </div>
        {value.projection === "INCLUDE" && (
          <div className="w-l">
            <Field
              label={t("Attributes, separated by commas")}
              value={value.included}
              mono
              onChange={(included) => change({ included })}
            />
          </div>
        )}
      </div>
      {value.kind === "vector" ? (
        <div className="line">
          <div className="w-l">
            <Field
              label={t("Attribute with the vector")}
              value={value.attribute}
              mono
              onChange={(attribute) => change({ attribute })}
            />
          </div>
          <div className="w-s">
            <Field
              label={t("Dimensions")}
              value={value.dimensions}
              mono
              onChange={(dimensions) => change({ dimensions })}
            />
          </div>
          <div className="w-m">
            <Choice
              label={t("Distance")}
              value={value.distance}
              options={["COSINE", "EUCLIDEAN", "DOT_PRODUCT"]}
              onChange={(distance) => change({ distance })}
            />
          </div>
          <div className="w-l">
            <Field
              label={t("Attribute that a search names")}
              placeholder={t("none")}
              value={value.searchPartition}
              mono
              onChange={(searchPartition) => change({ searchPartition })}
            />
          </div>
          <div className="w-l">
            <Field
              label={t("Attributes to filter by, with types")}
              placeholder="city, price:N"
              value={value.searchFilters}
              mono
              onChange={(searchFilters) => change({ searchFilters })}
            />
          </div>
        </div>
      ) : (
        <>
          {value.kind === "global" && (
            <KeyList
              label={t("Partition key")}
              keys={value.partition}
              least={1}
              onChange={(partition) => change({ partition })}
            />
          )}
          <KeyList
            label={t("Sort key")}
            keys={value.kind === "local" && value.sort.length === 0 ? [EMPTY_KEY] : value.sort}
            least={value.kind === "local" ? 1 : 0}
            onChange={(sort) => change({ sort })}
          />
          {value.kind === "global" && props.capacity && (
            <div className="line">
              <CapacityFields
                value={value.capacity}
                onDemand={props.capacity === "onDemand"}
                placeholder={t("as the table")}
                onChange={(capacity) => change({ capacity })}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function KeyList(props: {
  readonly label: string;
  readonly keys: readonly KeyForm[];
  readonly least: number;
  readonly onChange: (keys: KeyForm[]) => void;
}) {
  const { keys, onChange } = props;
  return (
    <div className="line">
      {keys.map((key, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key attribute is its place
        <div className="line" key={i}>
          <KeyFields
            label={keys.length > 1 ? `${props.label} ${i + 1}` : props.label}
            value={key}
            onChange={(next) => onChange(keys.map((one, at) => (at === i ? next : one)))}
          />
          {keys.length > props.least && (
            <Button
              look="icon"
              title={t("Remove {name}", { name: props.label })}
              onPress={() => onChange(keys.filter((_, at) => at !== i))}
            >
              ✕
            </Button>
          )}
        </div>
      ))}
      {keys.length < KEYS_MAX && (
        <Button look="quiet" onPress={() => onChange([...keys, EMPTY_KEY])}>
          + {props.label}
        </Button>
      )}
    </div>
  );
}
