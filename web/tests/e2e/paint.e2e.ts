// Measures the first paint of a tie: UNRAVEL_PAINT="http://127.0.0.1:8300/ties/ID" npm run e2e -- paint
import { describe, it } from "vitest";
import { chromiumPath, launch } from "./browser";

const url = process.env["UNRAVEL_PAINT"];

describe.skipIf(chromiumPath === null || url === undefined)("first paint", () => {
  it("of the Tie page", async () => {
    const browser = await launch();
    for (const kind of ["cold cache", "cold cache", "cold cache", "warm cache"]) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      const visit = async () => {
        await page.goto(url ?? "", { waitUntil: "commit" });
        await page.locator("#survival svg.plot, #survival .note").first().waitFor();
        return page.evaluate(
          () =>
            new Promise<Record<string, number>>((done) => {
              new PerformanceObserver((list) => {
                const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1;
                const entry = list.getEntries()[0] as (PerformanceEntry & { renderTime: number }) | undefined;
                done({ firstContentfulPaint: Math.round(first), judgementPainted: Math.round(entry?.renderTime ?? -1), chartsDrawn: Math.round(performance.now()) });
              }).observe({ type: "element", buffered: true });
            }),
        );
      };
      if (kind === "warm cache") await visit();
      console.log(kind, JSON.stringify(await visit()), "ms");
      await context.close();
    }
    await browser.close();
  });
});
