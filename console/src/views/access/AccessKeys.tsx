import { useState } from "react";
import type { Namespace } from "../../api/client.ts";
import { type AccessKey, accessKeys, iam } from "../../api/iam.ts";
import { child, text } from "../../api/query.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../widgets/Controls.tsx";
import { copy } from "../../widgets/clipboard.ts";
import { Badge, Failure, Notice } from "../../widgets/Feedback.tsx";

/** The access keys of a user. A secret is shown once, when it is made, and kept nowhere. */
export function AccessKeys(props: {
  readonly namespace: Namespace;
  readonly user: string;
  readonly readOnly: boolean;
}) {
  const { namespace, user, readOnly } = props;
  const [made, setMade] = useState<AccessKey>();
  const action = useAction();
  const keys = useLoaded(`keys ${namespace.account} ${user}`, () => accessKeys(namespace, user));
  const create = () =>
    action.run(async () => {
      const answer = await iam(namespace, "CreateAccessKey", { UserName: user });
      const key = child(answer, "AccessKey") ?? answer;
      setMade({
        id: text(key, "AccessKeyId"),
        status: text(key, "Status"),
        secret: text(key, "SecretAccessKey"),
      });
      keys.reload();
    });
  const remove = (id: string) =>
    action.run(async () => {
      await iam(namespace, "DeleteAccessKey", { UserName: user, AccessKeyId: id });
      keys.reload();
    });
  return (
    <>
      <h3>{t("Access keys")}</h3>
      <Failure error={keys.error ?? action.error} />
      {(keys.value ?? []).map((key) => (
        <div className="row" key={key.id}>
          <span className="mono grow">{key.id}</span>
          <Badge kind={key.status === "Active" ? "good" : "neutral"}>{key.status}</Badge>
          {!readOnly && (
            <Button look="icon" title={t("Delete {name}", { name: key.id })} onPress={() => remove(key.id)}>
              ✕
            </Button>
          )}
        </div>
      ))}
      {made && (
        <Notice kind="good">
          {t("The secret of {key}, shown once:", { key: made.id })}{" "}
          <span className="mono">{made.secret}</span>{" "}
          <Button look="quiet" onPress={() => copy(made.secret)}>
            {t("Copy the secret")}
          </Button>
        </Notice>
      )}
      {!readOnly && (
        <div>
          <Button isDisabled={action.busy} onPress={create}>
            {t("Create an access key")}
          </Button>
        </div>
      )}
    </>
  );
}
