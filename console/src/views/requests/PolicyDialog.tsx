import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { iam } from "../../api/iam.ts";
import { go, link } from "../../app/router.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import type { Call } from "../../model/calls.ts";
import { policyOf } from "../../model/statements.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Field } from "../../widgets/Controls.tsx";
import { copy } from "../../widgets/clipboard.ts";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";

/** The policy that allows some calls and no more: to copy, or to keep as a managed policy. */
export function PolicyDialog(props: {
  readonly namespace: Namespace;
  readonly calls: readonly Call[];
  readonly readOnly: boolean;
  readonly onClose: () => void;
}) {
  const [document, setDocument] = useState(() => policyOf(props.calls));
  const [name, setName] = useState("");
  const action = useAction();
  const create = async () => {
    if (
      await action.run(() =>
        iam(props.namespace, "CreatePolicy", { PolicyName: name, PolicyDocument: document }),
      )
    ) {
      say(t("{name} is created", { name }));
      props.onClose();
      go(link(props.namespace, "access"));
    }
  };
  return (
    <Dialog
      title={t("What allows these calls, and no more")}
      wide
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={() => copy(document)}>{t("Copy")}</Button>
          {!props.readOnly && (
            <Button
              look="primary"
              isDisabled={!/^[\w+=,.@-]{1,128}$/.test(name) || action.busy}
              onPress={create}
            >
              {t("Create the policy")}
            </Button>
          )}
        </>
      }
    >
      <Failure error={action.error} />
      <CodeEditor label={t("What it allows")} language="json" value={document} onChange={setDocument} />
      {!props.readOnly && (
        <Field label={t("Name of a new policy")} value={name} onChange={setName} mono onEnter={create} />
      )}
    </Dialog>
  );
}
