// What was just done, told in one place, with the way back.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

const notice = signal<ComponentChildren>(null);

export function tell(what: ComponentChildren): void {
  notice.value = what;
}

export function Notice() {
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {notice.value !== null && (
        <div class="toast">
          <div class="toast-text">{notice.value}</div>
          <button type="button" class="plain" aria-label="Dismiss" onClick={() => tell(null)}>
            ✕
          </button>
        </div>
      )}
    </div>
  );
}
