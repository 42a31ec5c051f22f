import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { currentSettings, onSettings } from "./app/store.ts";
import { loadLanguage } from "./i18n/t.ts";

function dress(): void {
  const { theme, density } = currentSettings();
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.density = density;
}

dress();
onSettings(dress);
loadLanguage(currentSettings().language).then(() => {
  createRoot(document.getElementById("root") as HTMLElement).render(<App />);
});
