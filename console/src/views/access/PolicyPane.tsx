import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { iam, type ManagedPolicy } from "../../api/iam.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button } from "../../widgets/Controls.tsx";
import { Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";

/** Pretty where it can be read, as it is otherwise. */
export function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2);
  } catch {
    return document;
  }
}

/** One managed policy: its default version, and a new one in its place. */
export function PolicyPane(props: {
  readonly namespace: Namespace;
  readonly policy: ManagedPolicy;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const { namespace, policy } = props;
  const [document, setDocument] = useState(pretty(policy.document));
  const [deleting, setDeleting] = useState(false);
  const action = useAction();
  const own = !policy.arn.startsWith("arn:aws:iam::aws:");
  const change = async (name: string, parameters: Record<string, string>) => {
    if (await action.run(() => iam(namespace, name, { PolicyArn: policy.arn, ...parameters }))) {
      say(t("Changed"));
      props.onChanged();
    }
  };
  return (
    <section className="inspector" aria-label={t("Policy")}>
      <header className="inspector-head">
        <h2>{policy.name}</h2>
        <Button look="icon" title={t("Close")} onPress={props.onClose}>
          ✕
        </Button>
      </header>
      <div className="inspector-body">
        <Failure error={action.error} />
        <span className="mono small soft isolate">{policy.arn}</span>
        <CodeEditor label={t("What it allows")} language="json" value={document} onChange={setDocument} />
      </div>
      {own && !props.readOnly && (
        <footer className="inspector-foot">
          <span className="grow" />
          <Button look="danger" isDisabled={action.busy} onPress={() => setDeleting(true)}>
            {t("Delete …")}
          </Button>
          <Button
            look="primary"
            isDisabled={action.busy || document === pretty(policy.document)}
            onPress={() => change("CreatePolicyVersion", { PolicyDocument: document, SetAsDefault: "true" })}
          >
            {t("Save as a new version")}
          </Button>
        </footer>
      )}
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: policy.name })}
          text={t("A policy that is attached or has other versions is not deleted.")}
          name={policy.name}
          action={t("Delete")}
          onConfirm={() => {
            setDeleting(false);
            change("DeletePolicy", {});
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  );
}
