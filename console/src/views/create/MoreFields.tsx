import { t } from "../../i18n/t.ts";
import { CodeEditor } from "../../widgets/CodeEditor.tsx";
import { Choice, Field } from "../../widgets/Controls.tsx";
import type { PartProps } from "./CreateView.tsx";

/** In which other regions the table is, too. */
export function RegionFields({ form, onChange }: PartProps) {
  return (
    <section>
      <h2>{t("Regions")}</h2>
      <div className="line">
        <div className="grow">
          <Field
            label={t("Regions with a replica, separated by commas")}
            placeholder="eu-west-1, ap-southeast-2"
            value={form.replicas}
            onChange={(replicas) => onChange({ replicas })}
            mono
          />
        </div>
        <div className="w-m">
          <Choice
            label={t("Consistency over regions")}
            value={form.consistency}
            options={[
              { id: "EVENTUAL", label: t("eventual") },
              { id: "STRONG", label: t("strong") },
            ]}
            onChange={(consistency) => onChange({ consistency })}
          />
        </div>
        {form.consistency === "STRONG" && (
          <div className="w-m">
            <Field
              label={t("Witness region")}
              placeholder={t("none")}
              value={form.witness}
              onChange={(witness) => onChange({ witness })}
              mono
            />
          </div>
        )}
      </div>
      <details>
        <summary>{t("A global table over several accounts")}</summary>
        <div className="line">
          <div className="grow">
            <Field
              label={t("ARN of the table that this becomes a replica of")}
              placeholder={t("none")}
              value={form.globalSource}
              onChange={(globalSource) => onChange({ globalSource })}
              mono
            />
          </div>
          <div className="w-l">
            <Choice
              label={t("Settings are replicated")}
              value={form.settingsReplication}
              options={[{ id: "", label: t("not said") }, "ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"]}
              onChange={(settingsReplication) => onChange({ settingsReplication })}
            />
          </div>
        </div>
      </details>
    </section>
  );
}

/** Who can read what lies on disk, and who may do what. */
export function SecurityFields({ form, onChange }: PartProps) {
  return (
    <section>
      <h2>{t("Security")}</h2>
      <div className="line">
        <div className="w-l">
          <Choice
            label={t("Encryption with a key of")}
            value={form.encryption}
            options={[
              { id: "", label: "DynamoDB" },
              { id: "KMS", label: "AWS KMS" },
            ]}
            onChange={(encryption) => onChange({ encryption })}
          />
        </div>
        {form.encryption === "KMS" && (
          <div className="grow">
            <Field
              label={t("Key: its id, ARN or alias")}
              placeholder="alias/aws/dynamodb"
              value={form.encryptionKey}
              onChange={(encryptionKey) => onChange({ encryptionKey })}
              mono
            />
          </div>
        )}
      </div>
      <details>
        <summary>{t("Resource policy")}</summary>
        <CodeEditor
          label={t("Resource policy")}
          language="json"
          value={form.resourcePolicy}
          onChange={(resourcePolicy) => onChange({ resourcePolicy })}
        />
      </details>
    </section>
  );
}
