import { t } from "../../i18n/t.ts";
import type { CapacityForm } from "../../model/tableForm.ts";
import { Field } from "../../widgets/Controls.tsx";

/** What a table or an index can do in a second, and what of it is paid for. */
export function CapacityFields(props: {
  readonly value: CapacityForm;
  readonly onDemand: boolean;
  /** What stands where nothing is typed. */
  readonly placeholder?: string;
  readonly onChange: (capacity: CapacityForm) => void;
}) {
  const { value, onDemand, onChange } = props;
  const field = (label: string, member: keyof CapacityForm, placeholder: string) => (
    <div className="w-m">
      <Field
        label={label}
        value={value[member]}
        placeholder={placeholder}
        onChange={(text) => onChange({ ...value, [member]: text })}
        mono
      />
    </div>
  );
  return (
    <>
      {onDemand ? (
        <>
          {field(t("At most read units"), "maximumRead", t("no limit"))}
          {field(t("At most write units"), "maximumWrite", t("no limit"))}
        </>
      ) : (
        <>
          {field(t("Read units"), "read", props.placeholder ?? "")}
          {field(t("Write units"), "write", props.placeholder ?? "")}
        </>
      )}
      {field(t("Warm read units"), "warmRead", t("as by itself"))}
      {field(t("Warm write units"), "warmWrite", t("as by itself"))}
    </>
  );
}
