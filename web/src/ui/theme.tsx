// Light, dark, or as the system says.
import { useState } from "preact/hooks";

const KEY = "unravel-theme";
type Theme = "system" | "light" | "dark";

function stored(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "light" || set === "dark" ? set : "system";
}

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const SIGN: Record<Theme, string> = { system: "◐", light: "○", dark: "●" };

export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(stored);
  const turn = () => {
    const next = NEXT[theme];
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
    try {
      if (next === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
  };
  return (
    <button type="button" class="plain theme" onClick={turn} title={`Theme: ${theme}; press for ${NEXT[theme]}`}>
      <span aria-hidden="true">{SIGN[theme]}</span>
      <span class="hidden-text">Theme: {theme}</span>
    </button>
  );
}
