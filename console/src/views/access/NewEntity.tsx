import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { iam } from "../../api/iam.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Field } from "../../widgets/Controls.tsx";
import { Failure } from "../../widgets/Feedback.tsx";
import { Dialog } from "../../widgets/Overlays.tsx";
import { type EntityKind, kindWords } from "./AccessView.tsx";

export const NEW_POLICY = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: "*" }],
  },
  undefined,
  2,
);

function trust(account: string): string {
  const Statement = [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2);
}

/** A new user, group, role or policy. */
export function NewEntity(props: {
  readonly namespace: Namespace;
  readonly kind: EntityKind;
  readonly onMade: () => void;
  readonly onClose: () => void;
}) {
  const { namespace, kind } = props;
  const [name, setName] = useState("");
  const [document, setDocument] = useState(kind === "Role" ? trust(namespace.account) : NEW_POLICY);
  const action = useAction();
  const create = async () => {
    const done = await action.run(() =>
      iam(namespace, `Create${kind}`, {
        [`${kind}Name`]: name,
        ...(kind === "Policy" && { PolicyDocument: document }),
        ...(kind === "Role" && { AssumeRolePolicyDocument: document }),
      }),
    );
    if (done) {
      props.onMade();
      props.onClose();
    }
  };
  return (
    <Dialog
      title={t("Create: {kind}", { kind: kindWords(kind) })}
      onClose={props.onClose}
      footer={
        <Button look="primary" isDisabled={name === "" || action.busy} onPress={create}>
          {t("Create")}
        </Button>
      }
    >
      <Failure error={action.error} />
      <Field label={t("Name")} value={name} onChange={setName} mono autoFocus />
      {(kind === "Policy" || kind === "Role") && (
        <CodeEditor
          label={kind === "Role" ? t("Who may take this role") : t("What it allows")}
          language="json"
          value={document}
          onChange={setDocument}
        />
      )}
    </Dialog>
  );
}
