// Fields of a form as text.

/** The trimmed text of a field; empty where there is none or it is a file. */
export function field(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}
