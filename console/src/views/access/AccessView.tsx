import { useState } from "react";
import { authorization, type PrincipalKind } from "../../api/iam.ts";
import type { ViewProps } from "../../app/App.tsx";
import { link } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useLoaded } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button } from "../../widgets/Controls.tsx";
import { Badge, Empty, Failure } from "../../widgets/Feedback.tsx";
import { Menu } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { NewEntity } from "./NewEntity.tsx";
import { PolicyPane } from "./PolicyPane.tsx";
import { PrincipalPane } from "./PrincipalPane.tsx";
import { Simulator } from "./Simulator.tsx";

export type EntityKind = PrincipalKind | "Policy";

/** Who is in the account, what each may do, and why. */
export function AccessView({ place }: ViewProps) {
  const { namespace, name } = place;
  const simulating = name === "simulator";
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Access")}</h1>
        <span className="soft grow">{t("Account {account}", { account: namespace.account })}</span>
      </header>
      <nav className="tabs" aria-label={t("Access")}>
        <a href={link(namespace, "access")} aria-current={simulating ? undefined : "page"}>
          {t("Users and policies")}
        </a>
        <a href={link(namespace, "access", "simulator")} aria-current={simulating ? "page" : undefined}>
          {t("Policy simulator")}
        </a>
      </nav>
      {simulating ? (
        <ViewBody>
          <Simulator place={place} />
        </ViewBody>
      ) : (
        <Entities place={place} />
      )}
    </div>
  );
}

function Entities({ place }: ViewProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [open, setOpen] = useState("");
  const [making, setMaking] = useState<EntityKind>();
  const { value, error, reload } = useLoaded(`access ${namespace.account}`, () => authorization(namespace));
  const rows = [
    ...(value?.principals ?? []).map((one) => ({
      arn: one.arn,
      kind: one.kind as EntityKind,
      name: one.name,
      has: [
        ...one.attached.map((policy) => policy.name),
        ...one.inline.map((policy) => policy.name),
        ...one.groups,
      ],
    })),
    ...(value?.policies ?? []).map((one) => ({
      arn: one.arn,
      kind: "Policy" as const,
      name: one.name,
      has: [t("{n} times attached", { n: one.attachments })],
    })),
  ];
  const principal = value?.principals.find((one) => one.arn === open);
  const policy = value?.policies.find((one) => one.arn === open);
  const kinds: readonly EntityKind[] = ["User", "Group", "Role", "Policy"];
  return (
    <>
      {!readOnly && (
        <div className="toolbar">
          <Menu
            label={t("A user, group, role or policy")}
            actions={kinds.map((kind) => ({ id: kind, label: kindWords(kind), run: () => setMaking(kind) }))}
          >
            {t("Create")}
          </Menu>
        </div>
      )}
      <div className="split">
        <div className="left">
          <ViewBody>
            <Failure error={error} onRetry={reload} />
            {value && rows.length === 0 ? (
              <Empty title={t("Nobody is in this account yet")}>
                <p>{t("Without --auth enforce, every access key may do everything.")}</p>
              </Empty>
            ) : (
              <table className="table">
                <thead>
                  <tr>
                    <th>{t("Kind")}</th>
                    <th>{t("Name")}</th>
                    <th>{t("Policies and groups")}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.arn}>
                      <td>{kindWords(row.kind)}</td>
                      <td>
                        <Button look="quiet" onPress={() => setOpen(row.arn)}>
                          {visible(row.name)}
                        </Button>
                      </td>
                      <td>
                        <span className="row">
                          {row.has.map((one) => (
                            <Badge key={one}>{visible(one, 60)}</Badge>
                          ))}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </ViewBody>
        </div>
        {principal && value && (
          <PrincipalPane
            key={principal.arn}
            namespace={namespace}
            who={principal}
            all={value}
            readOnly={readOnly}
            onChanged={reload}
            onClose={() => setOpen("")}
          />
        )}
        {policy && (
          <PolicyPane
            key={policy.arn + policy.document}
            namespace={namespace}
            policy={policy}
            readOnly={readOnly}
            onChanged={reload}
            onClose={() => setOpen("")}
          />
        )}
      </div>
      {making && (
        <NewEntity namespace={namespace} kind={making} onMade={reload} onClose={() => setMaking(undefined)} />
      )}
    </>
  );
}

export function kindWords(kind: EntityKind): string {
  return { User: t("User"), Group: t("Group"), Role: t("Role"), Policy: t("Policy") }[kind];
}
