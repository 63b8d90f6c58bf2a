// Asked only where the server listens beyond this machine.
import { useState } from "preact/hooks";
import { ApiError, changed, locked, send } from "../api/client";
import { field } from "../lib/form";
import { Fault } from "../ui/load";
import { useTitle } from "../ui/parts";

export function LoginPage() {
  useTitle("Sign in");
  const [error, setError] = useState<ApiError | null>(null);
  const submit = async (form: HTMLFormElement) => {
    try {
      await send("POST", "/api/login", { password: field(new FormData(form), "password") });
      locked.value = false;
      changed();
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
    }
  };
  return (
    <>
      <h1>Sign in</h1>
      <form
        class="form page-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <label>
          Password of this workbench
          <input type="password" name="password" required autocomplete="current-password" />
        </label>
        {error && <Fault error={error} />}
        <button type="submit" class="primary">
          Sign in
        </button>
      </form>
    </>
  );
}
