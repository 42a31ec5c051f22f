import type { ViewProps } from "../app/App.tsx";
import { changeSettings, useSettings } from "../app/store.ts";
import { t } from "../i18n/t.ts";
import { Choice, Field, Switch } from "../widgets/Controls.tsx";
import { ViewBody } from "../widgets/ViewBody.tsx";

/** How this browser shows the console. */
export function SettingsView(_: ViewProps) {
  const settings = useSettings();
  return (
    <div className="view">
      <header className="view-head">
        <h1>{t("Preferences")}</h1>
      </header>
      <ViewBody>
        <div className="cards">
          <section className="card">
            <h2>{t("Look")}</h2>
            <Choice
              label={t("Colours")}
              value={settings.theme}
              options={[
                { id: "system", label: t("as the system") },
                { id: "light", label: t("light") },
                { id: "dark", label: t("dark") },
                { id: "contrast", label: t("high contrast") },
              ]}
              onChange={(theme) => changeSettings({ theme })}
            />
            <Choice
              label={t("Density")}
              value={settings.density}
              options={[
                { id: "compact", label: t("compact") },
                { id: "comfortable", label: t("comfortable") },
              ]}
              onChange={(density) => changeSettings({ density })}
            />
            <Choice
              label={t("Language")}
              value={settings.language}
              options={[
                { id: "en", label: "English" },
                { id: "es", label: "Español" },
              ]}
              onChange={(language) => changeSettings({ language })}
            />
          </section>
          <section className="card">
            <h2>{t("Safety")}</h2>
            <Switch isSelected={settings.readOnly} onChange={(readOnly) => changeSettings({ readOnly })}>
              {t("Read only")}
            </Switch>
            <Choice
              label={t("Banner")}
              value={settings.bannerColour}
              options={[
                { id: "none", label: t("none") },
                { id: "green", label: t("green") },
                { id: "amber", label: t("amber") },
                { id: "red", label: t("red") },
              ]}
              onChange={(bannerColour) => changeSettings({ bannerColour })}
            />
            <Field
              label={t("Words on the banner")}
              placeholder={location.host}
              value={settings.banner}
              onChange={(banner) => changeSettings({ banner })}
            />
          </section>
          <section className="card">
            <h2>{t("About")}</h2>
            <p>
              {t(
                "The console is part of the server. It calls nothing but the server, and needs no internet.",
              )}
            </p>
            <a href="_console/licences.txt">{t("Licences of the libraries in it")}</a>
          </section>
        </div>
      </ViewBody>
    </div>
  );
}
