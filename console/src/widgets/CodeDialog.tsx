import { useState } from "react";
import { codeFor, LANGUAGES, type Language } from "../code/code.ts";
import { t } from "../i18n/t.ts";
import { Button } from "./Controls.tsx";
import { copy } from "./clipboard.ts";
import { Dialog } from "./Overlays.tsx";

/** A call, as other clients would make it. */
export function CodeDialog(props: {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly onClose: () => void;
}) {
  const [language, setLanguage] = useState<Language>("CLI");
  const code = codeFor(language, { ...props, endpoint: location.origin });
  return (
    <Dialog
      title={t("{operation} as code", { operation: props.operation })}
      onClose={props.onClose}
      wide
      footer={
        <Button look="primary" onPress={() => copy(code)}>
          {t("Copy")}
        </Button>
      }
    >
      <fieldset className="segments">
        <legend className="hidden">{t("Language")}</legend>
        {LANGUAGES.map((one) => (
          <label key={one} className={one === language ? "segment on" : "segment"}>
            <input
              type="radio"
              name="language"
              checked={one === language}
              onChange={() => setLanguage(one)}
            />
            {one}
          </label>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre className="code" tabIndex={0}>
        {code}
      </pre>
    </Dialog>
  );
}
