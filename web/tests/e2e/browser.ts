// Headless Chromium from the distribution; nothing is downloaded.
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const chromiumPath = process.env["UNRAVEL_CHROMIUM"] ?? PLACES.find((p) => existsSync(p)) ?? null;

if (chromiumPath === null) console.log("end-to-end tests skipped: no Chromium at /usr/bin/chromium (apt-get install chromium) and UNRAVEL_CHROMIUM is not set");

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? "",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Every fault that a page reports: exceptions, refused styles and scripts, failed requests. */
export function faults(page: Page): string[] {
  const out: string[] = [];
  page.on("pageerror", (e) => out.push(`exception: ${e.message}`));
  page.on("console", (m) => {
    // A refused edit (409) is part of a test and is logged by the browser as a failed request.
    if (m.type() === "error" && !m.text().includes("409")) out.push(`console: ${m.text()}`);
  });
  page.on("request", (r) => {
    const { hostname, protocol } = new URL(r.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") out.push(`request to ${hostname}`);
  });
  return out;
}
