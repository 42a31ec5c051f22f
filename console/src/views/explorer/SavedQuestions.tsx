import { useState } from "react";
import { remember, remembered } from "../../app/store.ts";
import { fromParameters, type Question, toParameters } from "../../explore/plan.ts";
import { t } from "../../i18n/t.ts";
import { Button, Field } from "../../widgets/Controls.tsx";
import { Dialog, Menu } from "../../widgets/Overlays.tsx";

interface Saved {
  readonly name: string;
  readonly parameters: string;
}

/** Questions of a table that somebody gave names. */
export function SavedQuestions(props: {
  readonly table: string;
  readonly question: Question;
  readonly onOpen: (question: Question) => void;
}) {
  const storeName = `questions.${props.table}`;
  const [saved, setSaved] = useState(() => remembered<Saved>(storeName));
  const [naming, setNaming] = useState<string>();
  const keep = (next: Saved[]) => {
    setSaved(next);
    remember(storeName, next);
  };
  const save = () => {
    if (naming) {
      keep([
        ...saved.filter((one) => one.name !== naming),
        { name: naming, parameters: toParameters(props.question).toString() },
      ]);
      setNaming(undefined);
    }
  };
  return (
    <>
      <Menu
        label={t("Saved queries")}
        actions={[
          { id: "save", label: t("Save this one …"), run: () => setNaming("") },
          ...saved.map((one) => ({
            id: `open ${one.name}`,
            label: one.name,
            run: () => props.onOpen(fromParameters(new URLSearchParams(one.parameters))),
          })),
          ...saved.map((one) => ({
            id: `forget ${one.name}`,
            label: t("Forget {name}", { name: one.name }),
            run: () => keep(saved.filter((other) => other !== one)),
          })),
        ]}
      >
        {t("Saved")}
      </Menu>
      {naming !== undefined && (
        <Dialog
          title={t("Save this query")}
          onClose={() => setNaming(undefined)}
          footer={
            <Button look="primary" isDisabled={naming === ""} onPress={save}>
              {t("Save")}
            </Button>
          }
        >
          <Field label={t("Name")} value={naming} onChange={setNaming} onEnter={save} autoFocus />
        </Dialog>
      )}
    </>
  );
}
