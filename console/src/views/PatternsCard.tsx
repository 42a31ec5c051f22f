import type { Namespace } from "../api/client.ts";
import type { TableDescription } from "../api/types.ts";
import { tableLink } from "../app/router.ts";
import { remembered } from "../app/store.ts";
import { fromParameters, type Plan, plan } from "../explore/plan.ts";
import { t } from "../i18n/t.ts";
import { Badge } from "../widgets/Feedback.tsx";

interface Saved {
  readonly name: string;
  readonly parameters: string;
}

/** What programs ask of the tables: saved queries, what each will be, and a link that runs it. */
export function PatternsCard(props: {
  readonly namespace: Namespace;
  readonly tables: readonly TableDescription[];
}) {
  const rows = props.tables.flatMap((table) =>
    remembered<Saved>(`questions.${table.TableName}`).map((saved) => ({
      table,
      saved,
      made: planOf(table, saved),
    })),
  );
  return (
    <section className="card full">
      <h2>{t("Access patterns")}</h2>
      <p className="soft">
        {t("Queries that were saved in the explorer. A pattern that scans has no key for what it asks.")}
      </p>
      {rows.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>{t("Name")}</th>
              <th>{t("Table")}</th>
              <th>{t("Index")}</th>
              <th>{t("How")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ table, saved, made }) => (
              <tr key={`${table.TableName} ${saved.name}`}>
                <td>
                  <a href={runLink(props.namespace, table.TableName, saved)}>{saved.name}</a>
                </td>
                <td className="mono">{table.TableName}</td>
                <td className="mono">{made?.source.index}</td>
                <td>
                  {made ? (
                    <Badge kind={made.operation === "Query" ? "good" : "warn"}>
                      {made.operation === "Query" ? t("Query") : t("Scan")}
                    </Badge>
                  ) : (
                    <Badge kind="bad">{t("does not fit the table")}</Badge>
                  )}{" "}
                  {made?.filtered && t("with a filter")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function planOf(table: TableDescription, saved: Saved): Plan | undefined {
  try {
    const question = fromParameters(new URLSearchParams(saved.parameters));
    const made = plan(table, question);
    return made.source.index === question.index ? made : undefined;
  } catch {
    return undefined;
  }
}

function runLink(namespace: Namespace, table: string, saved: Saved): string {
  const parameters = new URLSearchParams(saved.parameters);
  parameters.set("run", "1");
  return tableLink(namespace, table, "items", parameters);
}
