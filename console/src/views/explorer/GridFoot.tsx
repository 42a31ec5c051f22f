import type { ReactNode } from "react";
import type { Item } from "../../api/types.ts";
import { t } from "../../i18n/t.ts";
import { type Format, write } from "../../transfer/format.ts";
import { Button } from "../../widgets/Controls.tsx";
import { copy, download } from "../../widgets/clipboard.ts";
import { Menu } from "../../widgets/Overlays.tsx";

/** What can be done with the items of a grid, all of it by mouse or keys. */
export function GridFoot(props: {
  readonly children: ReactNode;
  readonly table: string;
  readonly editable: boolean;
  readonly selectedCount: number;
  /** The selected items, or all that are loaded if none is. */
  readonly picked: () => readonly Item[];
  readonly onNew: () => void;
  readonly onDelete: () => void;
  readonly onDuplicate: () => void;
  readonly onBulk: () => void;
  readonly onText: () => void;
  readonly onColumns: () => void;
  /** Where items have collections. */
  readonly onTree: (() => void) | undefined;
}) {
  const { table, editable, selectedCount: count, picked } = props;
  const formats: readonly [Format, string][] = [
    ["json", t("JSON")],
    ["typed", t("DynamoDB JSON")],
    ["csv", "CSV"],
    ["cli", t("CLI commands")],
    ["insert", t("INSERT statements")],
  ];
  const files: readonly [Format, string, string, string][] = [
    ["lines", t("DynamoDB JSON, lines"), "jsonl", "application/json"],
    ["json", t("JSON"), "json", "application/json"],
    ["csv", "CSV", "csv", "text/csv"],
  ];
  return (
    <div className="grid-foot">
      <div className="grow row">{props.children}</div>
      {count > 0 && <span className="soft">{t("{n} selected", { n: count })}</span>}
      {editable && (
        <>
          <Button onPress={props.onNew}>{t("New item")}</Button>
          <Menu
            label={t("Selected items")}
            actions={[
              {
                id: "delete",
                label: t("Stage deletion"),
                keys: "Delete",
                isDisabled: count === 0,
                run: props.onDelete,
              },
              {
                id: "bulk",
                label: t("Set or remove an attribute …"),
                isDisabled: count === 0,
                run: props.onBulk,
              },
              { id: "text", label: t("Edit as text …"), isDisabled: count === 0, run: props.onText },
              {
                id: "duplicate",
                label: t("Duplicate"),
                keys: "d",
                isDisabled: count !== 1,
                run: props.onDuplicate,
              },
            ]}
          >
            {t("Change")}
          </Menu>
        </>
      )}
      <Menu
        label={t("Copy the selected items, or all that are loaded")}
        actions={formats.map(([id, label]) => ({
          id,
          label,
          run: () => copy(write(id, picked(), table)),
        }))}
      >
        {t("Copy")}
      </Menu>
      <Menu
        label={t("Export the selected items, or all that are loaded")}
        actions={files.map(([id, label, ending, type]) => ({
          id,
          label,
          run: () => download(`${table || "items"}.${ending}`, write(id, picked(), table), type),
        }))}
      >
        {t("Export")}
      </Menu>
      {props.onTree && <Button onPress={props.onTree}>{t("Collections")}</Button>}
      <Button onPress={props.onColumns}>{t("Columns")}</Button>
    </div>
  );
}
