import { t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button, Check } from "../../widgets/Controls.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";
import { COLUMNS_MAX, type ColumnChoice, NO_CHOICE } from "./columns.ts";

export function ColumnChooser(props: {
  readonly names: readonly string[];
  readonly keys: readonly string[];
  readonly choice: ColumnChoice;
  readonly onChange: (choice: ColumnChoice) => void;
  readonly onClose: () => void;
}) {
  const { names, keys, choice, onChange } = props;
  const movable = names.filter((name) => !keys.includes(name));
  const move = (name: string, by: number) => {
    const order = [...movable];
    const from = order.indexOf(name);
    const to = from + by;
    if (to >= 0 && to < order.length) {
      order.splice(from, 1);
      order.splice(to, 0, name);
      onChange({ ...choice, order });
    }
  };
  const flip = (list: readonly string[], name: string) =>
    list.includes(name) ? list.filter((one) => one !== name) : [...list, name];
  return (
    <Dialog
      title={t("Columns")}
      onClose={props.onClose}
      footer={<Button onPress={() => onChange(NO_CHOICE)}>{t("As at first")}</Button>}
    >
      <p className="soft">{t("At most {n} columns are shown. Keys stay at the left.", { n: COLUMNS_MAX })}</p>
      <ul className="stack tight">
        {movable.map((name) => (
          <li key={name} className="row">
            <span className="grow">
              <Check
                isSelected={!choice.hidden.includes(name)}
                onChange={() => onChange({ ...choice, hidden: flip(choice.hidden, name) })}
              >
                <span className="isolate mono">{visible(name, 60)}</span>
              </Check>
            </span>
            <Check
              isSelected={choice.pinned.includes(name)}
              onChange={() => onChange({ ...choice, pinned: flip(choice.pinned, name) })}
            >
              {t("Pinned")}
            </Check>
            <Button look="icon" title={t("{name} further left", { name })} onPress={() => move(name, -1)}>
              ↑
            </Button>
            <Button look="icon" title={t("{name} further right", { name })} onPress={() => move(name, 1)}>
              ↓
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
