import { useState } from "react";
import { call } from "../../api/client.ts";
import { tableLink } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useAction } from "../../app/use.ts";
import { t } from "../../i18n/t.ts";
import { Button, Field } from "../../widgets/Controls.tsx";
import { Badge, Failure, statusKind } from "../../widgets/Feedback.tsx";
import { ConfirmByName } from "../../widgets/Overlays.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { ReplicationCard } from "../ReplicationCard.tsx";
import type { TableTabProps } from "../TableView.tsx";

/** The replicas of a table, and what holds up the writes between them. */
export function RegionsTab({ place, table, reload }: TableTabProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [region, setRegion] = useState("");
  const [removing, setRemoving] = useState<string>();
  const action = useAction();
  const replicas = table.Replicas ?? [];
  const change = (ReplicaUpdates: unknown[]) =>
    action.run(async () => {
      await call(namespace, "UpdateTable", { TableName: table.TableName, ReplicaUpdates });
      setRemoving(undefined);
      setRegion("");
      reload();
    });
  return (
    <ViewBody>
      <Failure error={action.error} />
      <div className="cards">
        <section className="card">
          <header>
            <h2>{t("Replicas")}</h2>
            {table.MultiRegionConsistency && <Badge kind="accent">{table.MultiRegionConsistency}</Badge>}
          </header>
          <p className="soft">{t("The table is the same in all these regions; each can be written to.")}</p>
          <ul className="stack tight">
            {[
              { RegionName: namespace.region, ReplicaStatus: "ACTIVE" },
              ...replicas.filter((one) => one.RegionName !== namespace.region),
            ].map((one) => (
              <li key={one.RegionName} className="row">
                <a
                  className="grow mono"
                  href={tableLink({ account: namespace.account, region: one.RegionName }, table.TableName)}
                >
                  {one.RegionName}
                </a>
                <Badge kind={statusKind(one.ReplicaStatus ?? "")}>{one.ReplicaStatus}</Badge>
                {!readOnly && one.RegionName !== namespace.region && (
                  <Button look="quiet" onPress={() => setRemoving(one.RegionName)}>
                    {t("Remove …")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {!readOnly && (
            <div className="line">
              <Field label={t("Region")} placeholder="eu-west-1" value={region} onChange={setRegion} mono />
              <Button
                isDisabled={!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) || action.busy}
                onPress={() => change([{ Create: { RegionName: region } }])}
              >
                {t("Add a replica")}
              </Button>
            </div>
          )}
        </section>
        <ReplicationCard table={table.TableName} />
      </div>
      {removing && (
        <ConfirmByName
          title={t("Remove the replica in {region}?", { region: removing })}
          text={t("The items in that region are deleted; those of the other regions stay.")}
          name={removing}
          action={t("Remove")}
          onConfirm={() => change([{ Delete: { RegionName: removing } }])}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </ViewBody>
  );
}
