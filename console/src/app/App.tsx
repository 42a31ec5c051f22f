import { type ComponentType, lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components";
import { currentLanguage, loadLanguage, t } from "../i18n/t.ts";
import { onStaging, stagedChanges } from "../staging/staging.ts";
import { TablesView } from "../views/TablesView.tsx";
import { TableView } from "../views/TableView.tsx";
import { Messages } from "../widgets/Feedback.tsx";
import { Guard } from "../widgets/Guard.tsx";
import { type Place, rememberNamespace, usePlace } from "./router.ts";
import { Shell } from "./Shell.tsx";
import { Shortcuts } from "./Shortcuts.tsx";
import { useSettings } from "./store.ts";

/** A view; the links to it say the rest. */
export interface ViewProps {
  readonly place: Place;
}

function later(load: () => Promise<ComponentType<ViewProps>>) {
  return lazy(async () => ({ default: await load() }));
}

const VIEWS: Readonly<Record<string, ComponentType<ViewProps>>> = {
  tables: TablesView,
  table: TableView,
  create: later(async () => (await import("../views/create/CreateView.tsx")).CreateView),
  partiql: later(async () => (await import("../views/PartiqlView.tsx")).PartiqlView),
  transfers: later(async () => (await import("../views/TransfersView.tsx")).TransfersView),
  faults: later(async () => (await import("../views/FaultsView.tsx")).FaultsView),
  metrics: later(async () => (await import("../views/MetricsView.tsx")).MetricsView),
  requests: later(async () => (await import("../views/requests/RequestsView.tsx")).RequestsView),
  functions: later(async () => (await import("../views/functions/FunctionsView.tsx")).FunctionsView),
  buckets: later(async () => (await import("../views/buckets/BucketsView.tsx")).BucketsView),
  access: later(async () => (await import("../views/access/AccessView.tsx")).AccessView),
  model: later(async () => (await import("../views/ModelView.tsx")).ModelView),
  settings: later(async () => (await import("../views/SettingsView.tsx")).SettingsView),
};

export function App() {
  const { language } = useSettings();
  const [shown, setShown] = useState(currentLanguage());
  useEffect(() => {
    loadLanguage(language).then(() => setShown(language));
  }, [language]);
  return (
    <I18nProvider locale={shown}>
      <Page key={shown} />
    </I18nProvider>
  );
}

function Page() {
  const place = usePlace();
  const { namespace } = place;
  const waiting = useSyncExternalStore(onStaging, stagedChanges).length;
  const View = (Object.hasOwn(VIEWS, place.view) && VIEWS[place.view]) || TablesView;
  useEffect(() => rememberNamespace(namespace), [namespace]);
  useEffect(() => {
    document.title = [
      place.name || t((Object.hasOwn(TITLES, place.view) && TITLES[place.view]) || "Tables"),
      "Stator",
    ].join(" · ");
  }, [place.name, place.view]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (waiting > 0) {
      window.addEventListener("beforeunload", warn);
    }
    return () => window.removeEventListener("beforeunload", warn);
  }, [waiting]);
  return (
    <>
      <Shell place={place}>
        <Guard at={location.hash}>
          <Suspense fallback={<div className="empty">{t("Loading …")}</div>}>
            <View place={place} key={place.view + place.name + namespace.account + namespace.region} />
          </Suspense>
        </Guard>
      </Shell>
      <Shortcuts place={place} />
      <Messages />
    </>
  );
}

export const TITLES: Readonly<Record<string, string>> = {
  tables: "Tables",
  create: "Create table",
  partiql: "PartiQL",
  transfers: "Transfers",
  faults: "Faults and regions",
  metrics: "Metrics",
  requests: "Requests",
  functions: "Functions",
  buckets: "Buckets",
  access: "Access",
  model: "Model",
  settings: "Preferences",
};
