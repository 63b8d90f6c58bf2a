// Reading from the server inside a component.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError, get, remembered, revision } from "../api/client";

export interface Loaded<T> {
  data: T | null;
  error: ApiError | null;
  loading: boolean;
}

/** What `path` answers; read again after every change of the case. `null` asks nothing. */
export function useApi<T>(path: string | null): Loaded<T> {
  const now = revision.value;
  const [state, setState] = useState<Loaded<T> & { path: string | null }>(() => first<T>(path));
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    setState((was) => (was.path === path ? { ...was, loading: true } : first<T>(path)));
    get<T>(path, abort.signal).then(
      (data) => setState({ path, data, error: null, loading: false }),
      (cause: unknown) => {
        if (abort.signal.aborted) return;
        const error = cause instanceof ApiError ? cause : new ApiError(0, String(cause), null, null);
        setState({ path, data: null, error, loading: false });
      },
    );
    return () => abort.abort();
  }, [path, now]);
  // The state of an earlier path must not be taken for this one's.
  return state.path === path ? state : first<T>(path);
}

function first<T>(path: string | null): Loaded<T> & { path: string | null } {
  const data = path === null ? null : ((remembered(path) as T | undefined) ?? null);
  return { path, data, error: null, loading: path !== null };
}

/** A fault in words, with what mends it. */
export function Fault({ error }: { error: ApiError }) {
  return (
    <div class="note fault" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      {error.mend !== null && <p>{error.mend}</p>}
    </div>
  );
}

/** Waits for data: says so, or says what went wrong. */
export function Wait<T>({ of, what, children }: { of: Loaded<T>; what: string; children: (data: T) => ComponentChildren }) {
  if (of.data !== null) return <>{children(of.data)}</>;
  if (of.error) return <Fault error={of.error} />;
  return (
    <p class="waiting" role="status">
      Reading {what} …
    </p>
  );
}
