import { useState } from "react";
import { createBucket, listBuckets } from "../../api/s3.ts";
import type { ViewProps } from "../../app/App.tsx";
import { go, link } from "../../app/router.ts";
import { useSettings } from "../../app/store.ts";
import { useAction, useLoaded } from "../../app/use.ts";
import { formatTime, t } from "../../i18n/t.ts";
import { visible } from "../../items/display.ts";
import { Button, Field } from "../../widgets/Controls.tsx";
import { Empty, Failure } from "../../widgets/Feedback.tsx";
import { ViewBody } from "../../widgets/ViewBody.tsx";
import { ObjectsView } from "./ObjectsView.tsx";

const REFRESH_MILLIS = 3000;

/** The buckets of the account, or what is in one of them. */
export function BucketsView({ place }: ViewProps) {
  return place.name === "" ? <BucketList place={place} /> : <ObjectsView place={place} />;
}

function BucketList({ place }: ViewProps) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [name, setName] = useState("");
  const action = useAction();
  const { value, error, reload } = useLoaded(
    `buckets ${namespace.account}`,
    () => listBuckets(namespace),
    REFRESH_MILLIS,
  );
  const create = () =>
    action.run(async () => {
      await createBucket(namespace, name);
      go(link(namespace, "buckets", name));
    });
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Buckets")}</h1>
        <span className="soft grow">{t("Amazon S3; exports and imports of tables are in them, too")}</span>
        {!readOnly && (
          <>
            <div className="w-l">
              <Field
                label={t("Name of a new bucket")}
                hideLabel
                placeholder={t("Name of a new bucket")}
                value={name}
                onChange={setName}
                onEnter={create}
                mono
              />
            </div>
            <Button
              look="primary"
              isDisabled={!/^[a-z0-9][a-z0-9.-]{2,62}$/.test(name) || action.busy}
              onPress={create}
            >
              {t("Create bucket")}
            </Button>
          </>
        )}
      </header>
      <ViewBody>
        <Failure error={error ?? action.error} onRetry={reload} />
        {value?.length === 0 && <Empty title={t("No buckets yet")} />}
        {value !== undefined && value.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th>{t("Name")}</th>
                <th>{t("Created")}</th>
              </tr>
            </thead>
            <tbody>
              {value.map((one) => (
                <tr key={one.name}>
                  <td>
                    <a className="name" href={link(namespace, "buckets", one.name)}>
                      {visible(one.name)}
                    </a>
                  </td>
                  <td>{formatTime(Date.parse(one.created))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ViewBody>
    </div>
  );
}
