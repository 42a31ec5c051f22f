import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { holdings } from "../api/admin.ts";
import type { Namespace } from "../api/client.ts";
import { keepServerCalls } from "../api/requests.ts";
import { formatNumber, t } from "../i18n/t.ts";
import { currentCommit, onCommit } from "../staging/committing.ts";
import { onStaging, stagedChanges } from "../staging/staging.ts";
import { StagingBar } from "../views/staging/StagingBar.tsx";
import { Button, Choice, Field } from "../widgets/Controls.tsx";
import { Dialog, Menu } from "../widgets/Overlays.tsx";
import { go, link, type Place, tableLink } from "./router.ts";
import { SignIn } from "./SignIn.tsx";
import { changeSettings, useSettings } from "./store.ts";
import { listTables } from "./tables.ts";
import { useLoaded } from "./use.ts";

const REFRESH_MILLIS = 5000;

const NAVIGATION: readonly (readonly [string, string])[] = [
  ["tables", "Tables"],
  ["partiql", "PartiQL"],
  ["model", "Model"],
  ["functions", "Functions"],
  ["buckets", "Buckets"],
  ["transfers", "Transfers"],
  ["faults", "Faults and regions"],
  ["metrics", "Metrics"],
  ["requests", "Requests"],
  ["access", "Access"],
];

export function Shell({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  const settings = useSettings();
  const staged = useSyncExternalStore(onStaging, stagedChanges);
  const last = useSyncExternalStore(onCommit, currentCommit);
  useEffect(keepServerCalls, []);
  return (
    <div className="shell">
      {settings.bannerColour !== "none" && (
        <div className={`banner ${settings.bannerColour}`}>{settings.banner || location.host}</div>
      )}
      <Side place={place} />
      <main className="main" id="main" tabIndex={-1}>
        {children}
        {(staged.length > 0 || last.error) && <StagingBar changes={staged} />}
      </main>
    </div>
  );
}

function Side({ place }: { readonly place: Place }) {
  const { namespace } = place;
  const { readOnly } = useSettings();
  const [signingIn, setSigningIn] = useState(false);
  useEffect(() => {
    const onSignIn = () => setSigningIn(true);
    window.addEventListener("stator-signin", onSignIn);
    return () => window.removeEventListener("stator-signin", onSignIn);
  }, []);
  const current = place.view === "table" || place.view === "create" ? "tables" : place.view;
  return (
    <div className="side">
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("Skip to the content")}
      </button>
      <a className="brand" href={link(namespace, "tables")}>
        <span className="brand-mark" aria-hidden="true" />
        Stator
      </a>
      <NamespaceChoice place={place} />
      <nav aria-label={t("Views")}>
        {NAVIGATION.map(([view, title]) => (
          <a key={view} href={link(namespace, view)} aria-current={view === current ? "page" : undefined}>
            {t(title)}
          </a>
        ))}
      </nav>
      <TableLinks namespace={namespace} current={place.view === "table" ? place.name : ""} />
      <div className="side-foot">
        <Menu
          label={t("Preferences")}
          actions={[
            { id: "settings", label: t("Preferences"), run: () => go(link(namespace, "settings")) },
            {
              id: "readonly",
              label: readOnly ? t("Allow changes") : t("Read only"),
              run: () => changeSettings({ readOnly: !readOnly }),
            },
            { id: "signin", label: t("Sign in with an access key"), run: () => setSigningIn(true) },
            {
              id: "keys",
              label: t("Keyboard"),
              keys: "?",
              run: () => window.dispatchEvent(new Event("stator-keys")),
            },
          ]}
        />
        {readOnly && <span className="badge warn">{t("Read only")}</span>}
        <span className="keys">Ctrl K</span>
      </div>
      {signingIn && <SignIn onClose={() => setSigningIn(false)} />}
    </div>
  );
}

/** All accounts and regions that hold tables, and any other. */
function NamespaceChoice({ place }: { readonly place: Place }) {
  const { namespace } = place;
  const [asking, setAsking] = useState(false);
  const { value = [] } = useLoaded("holdings", () => holdings(), REFRESH_MILLIS);
  const known = new Map<string, { namespace: Namespace; tables: number; items: number }>();
  known.set(id(namespace), { namespace, tables: 0, items: 0 });
  for (const one of value) {
    const entry = known.get(id(one)) ?? {
      namespace: { account: one.account, region: one.region },
      tables: 0,
      items: 0,
    };
    known.set(id(one), { ...entry, tables: entry.tables + 1, items: entry.items + one.items });
  }
  const options = [...known].map(([key, one]) => ({
    id: key,
    label:
      one.namespace.account === "000000000000"
        ? one.namespace.region
        : `${one.namespace.region} · ${one.namespace.account}`,
    detail: t("{tables} tables, {items} items", { tables: one.tables, items: one.items }),
  }));
  return (
    <>
      <Choice
        label={t("Region and account")}
        value={id(namespace)}
        options={[...options, { id: "other", label: t("Another …") }]}
        onChange={(chosen) => {
          if (chosen === "other") {
            setAsking(true);
            return;
          }
          const [account = "", region = ""] = chosen.split("/");
          go(link({ account, region }, place.view === "table" ? "tables" : place.view));
        }}
      />
      {asking && <OtherNamespace namespace={namespace} onClose={() => setAsking(false)} />}
    </>
  );
}

function id({ account, region }: Namespace): string {
  return `${account}/${region}`;
}

function OtherNamespace({
  namespace,
  onClose,
}: {
  readonly namespace: Namespace;
  readonly onClose: () => void;
}) {
  const [account, setAccount] = useState(namespace.account);
  const [region, setRegion] = useState(namespace.region);
  const valid = /^\d{12}$/.test(account) && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);
  const open = () => {
    if (valid) {
      go(link({ account, region }, "tables"));
      onClose();
    }
  };
  return (
    <Dialog
      title={t("Another region or account")}
      onClose={onClose}
      footer={
        <Button look="primary" isDisabled={!valid} onPress={open}>
          {t("Open")}
        </Button>
      }
    >
      <Field label={t("Account (twelve digits)")} value={account} onChange={setAccount} onEnter={open} mono />
      <Field
        label={t("Region")}
        value={region}
        onChange={setRegion}
        onEnter={open}
        mono
        placeholder="eu-west-1"
      />
      <p className="soft">
        {t("An access key of twelve digits is an account of its own; every other key means 000000000000.")}
      </p>
    </Dialog>
  );
}

const LINKS_MAX = 200;

function TableLinks({ namespace, current }: { readonly namespace: Namespace; readonly current: string }) {
  const [filter, setFilter] = useState("");
  const key = `${namespace.account}/${namespace.region}`;
  const names =
    useLoaded(`side ${key}`, (signal) => listTables(namespace, signal), REFRESH_MILLIS).value ?? [];
  const counts = useLoaded(`counts ${key}`, () => holdings(), REFRESH_MILLIS).value ?? [];
  const items = new Map(
    counts
      .filter((one) => one.account === namespace.account && one.region === namespace.region)
      .map((one) => [one.table, one.items]),
  );
  const shown = names.filter((name) => name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      {names.length > 8 && (
        <Field
          label={t("Find a table")}
          hideLabel
          placeholder={t("Find a table")}
          value={filter}
          onChange={setFilter}
        />
      )}
      <div className="side-tables">
        {shown.slice(0, LINKS_MAX).map((name) => (
          <a
            key={name}
            className="side-table"
            href={tableLink(namespace, name)}
            aria-current={name === current ? "page" : undefined}
          >
            <span className="name">{name}</span>
            <span className="count">{items.has(name) ? formatNumber(items.get(name) ?? 0) : ""}</span>
          </a>
        ))}
      </div>
    </>
  );
}
