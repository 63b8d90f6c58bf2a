// Requests to the server, and what it last answered.
import { signal } from "@preact/signals";

/** An answer other than success, in words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly mend: string | null,
    readonly body: unknown,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Rises with each change of the case made here; whoever shows data reads it again. */
export const revision = signal(0);
/** Whether the server asks for a password. */
export const locked = signal(false);

const answers = new Map<string, unknown>();

/** What the server last answered to this path, if anything: shown at once on the way back. */
export function remembered(path: string): unknown {
  return answers.get(path);
}

/** Forgets every answer after a change of the case. */
export function changed(): void {
  answers.clear();
  revision.value += 1;
}

function field(body: unknown, name: string): string | null {
  if (typeof body !== "object" || body === null || !(name in body)) return null;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "The server does not answer.", "Is `unravel serve` still running? Start it again, then reload.", null);
  }
  const text = await response.text();
  const body = parsed(text);
  if (response.ok) return body;
  if (response.status === 401) locked.value = true;
  throw new ApiError(
    response.status,
    field(body, "error") ?? `The server answered ${response.status} ${response.statusText}.`,
    field(body, "mend"),
    body,
  );
}

export async function get<T>(path: string, abort?: AbortSignal): Promise<T> {
  const body = await request(path, { headers: { accept: "application/json" }, ...(abort ? { signal: abort } : {}) });
  answers.set(path, body);
  return body as T;
}

/** Sends a change; the header makes other sites' pages ask first, which the server refuses. */
export async function send<T>(method: "POST" | "PATCH", path: string, body: unknown): Promise<T> {
  const form = body instanceof FormData;
  const headers: Record<string, string> = { accept: "application/json", "x-unravel": "1" };
  if (!form) headers["content-type"] = "application/json";
  return (await request(path, { method, headers, body: form ? body : JSON.stringify(body) })) as T;
}

/** A path with its parts made safe. */
export function path(strings: TemplateStringsArray, ...parts: string[]): string {
  return strings.reduce((out, s, i) => out + encodeURIComponent(parts[i - 1] ?? "") + s);
}
