import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { type Authorization, iam, type Principal } from "../../api/iam.ts";
import { link } from "../../app/router.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { appliedTo } from "../../model/statements.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Button, Choice, Field } from "../../widgets/Controls.tsx";
import { Badge, Failure, say } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { AccessKeys } from "./AccessKeys.tsx";
import { NEW_POLICY } from "./NewEntity.tsx";
import { pretty } from "./PolicyPane.tsx";

/** One user, group or role: what it may do and why, its policies, its keys. */
export function PrincipalPane(props: {
  readonly namespace: Namespace;
  readonly who: Principal;
  readonly all: Authorization;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const { namespace, who, all, readOnly } = props;
  const [deleting, setDeleting] = useState(false);
  const [attach, setAttach] = useState("");
  const [policyName, setPolicyName] = useState("");
  const action = useAction();
  const self = { [`${who.kind}Name`]: who.name };
  const change = async (name: string, parameters: Record<string, string>) => {
    const done = await action.run(() => iam(namespace, name, { ...self, ...parameters }));
    if (done) {
      say(t("Changed"));
      props.onChanged();
    }
    return done;
  };
  const free = all.policies.filter((policy) => !who.attached.some((one) => one.arn === policy.arn));
  const chosen = free.find((one) => one.arn === attach) ?? free[0];
  return (
    <section className="inspector" aria-label={t("Who")}>
      <header className="inspector-head">
        <h2>{visible(who.name)}</h2>
        <Button look="icon" title={t("Close")} onPress={props.onClose}>
          ✕
        </Button>
      </header>
      <div className="inspector-body">
        <Failure error={action.error} />
        <span className="mono small soft isolate">{who.arn}</span>
        <h3>{t("Statements that apply")}</h3>
        <table className="table">
          <tbody>
            {appliedTo(who, all).map((one) => (
              <tr key={JSON.stringify(one)}>
                <td>
                  <Badge kind={one.effect === "Deny" ? "bad" : "good"}>{one.effect}</Badge>
                </td>
                <td className="mono isolate">{visible(one.actions, 400)}</td>
                <td className="mono isolate">{visible(`${one.resources} ${one.condition}`, 400)}</td>
                <td className="soft">{visible(one.from)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          <a href={link(namespace, "access", "simulator", "", new URLSearchParams({ who: who.arn }))}>
            {t("What may it do? Simulate …")}
          </a>
        </div>
        <h3>{t("Attached policies")}</h3>
        {who.attached.map((one) => (
          <div className="row" key={one.arn}>
            <span className="grow isolate">{visible(one.name)}</span>
            {!readOnly && (
              <Button
                look="icon"
                title={t("Detach {name}", { name: one.name })}
                onPress={() => change(`Detach${who.kind}Policy`, { PolicyArn: one.arn })}
              >
                ✕
              </Button>
            )}
          </div>
        ))}
        {!readOnly && chosen && (
          <div className="line">
            <Choice
              label={t("Policy to attach")}
              value={chosen.arn}
              options={free.map((one) => ({ id: one.arn, label: one.name }))}
              onChange={setAttach}
            />
            <Button onPress={() => change(`Attach${who.kind}Policy`, { PolicyArn: chosen.arn })}>
              {t("Attach")}
            </Button>
          </div>
        )}
        <h3>{t("Policies of its own")}</h3>
        {who.inline.map((one) => (
          <Inline
            key={one.name + one.document}
            name={one.name}
            document={one.document}
            readOnly={readOnly}
            onSave={(PolicyDocument) =>
              change(`Put${who.kind}Policy`, { PolicyName: one.name, PolicyDocument })
            }
            onDelete={() => change(`Delete${who.kind}Policy`, { PolicyName: one.name })}
          />
        ))}
        {!readOnly && (
          <div className="line">
            <Field label={t("Name of a new policy")} value={policyName} onChange={setPolicyName} mono />
            <Button
              isDisabled={policyName === ""}
              onPress={() =>
                change(`Put${who.kind}Policy`, { PolicyName: policyName, PolicyDocument: NEW_POLICY }).then(
                  (done) => done && setPolicyName(""),
                )
              }
            >
              {t("Add")}
            </Button>
          </div>
        )}
        {who.trust && (
          <Inline
            name={t("Who may take this role")}
            document={who.trust}
            readOnly={readOnly}
            onSave={(PolicyDocument) => change("UpdateAssumeRolePolicy", { PolicyDocument })}
          />
        )}
        {who.kind === "User" && <AccessKeys namespace={namespace} user={who.name} readOnly={readOnly} />}
      </div>
      {!readOnly && (
        <footer className="inspector-foot">
          <span className="grow" />
          <Button look="danger" isDisabled={action.busy} onPress={() => setDeleting(true)}>
            {t("Delete …")}
          </Button>
        </footer>
      )}
      {deleting && (
        <ConfirmByName
          title={t("Delete {name}?", { name: who.name })}
          text={t("What still has policies, keys or members is not deleted.")}
          name={who.name}
          action={t("Delete")}
          onConfirm={() => {
            setDeleting(false);
            change(`Delete${who.kind}`, {});
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  );
}

function Inline(props: {
  readonly name: string;
  readonly document: string;
  readonly readOnly: boolean;
  readonly onSave: (document: string) => unknown;
  readonly onDelete?: () => unknown;
}) {
  const [document, setDocument] = useState(pretty(props.document));
  return (
    <details>
      <summary>{visible(props.name)}</summary>
      <CodeEditor
        label={t("Document of {name}", { name: props.name })}
        language="json"
        value={document}
        onChange={setDocument}
      />
      {!props.readOnly && (
        <div className="row">
          <Button isDisabled={document === pretty(props.document)} onPress={() => props.onSave(document)}>
            {t("Save")}
          </Button>
          {props.onDelete && (
            <Button look="danger" onPress={() => props.onDelete?.()}>
              {t("Delete")}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}
