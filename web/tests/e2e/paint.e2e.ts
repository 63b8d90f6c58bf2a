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
        await page.locator(".key .sentence").waitFor();
        const judged = await page.evaluate(() => performance.now());
        await page.locator("#survival svg.plot, #survival .note").first().waitFor();
        return page.evaluate(
          ([shown]) => ({
            firstContentfulPaint: Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1),
            judgementShown: Math.round(shown ?? -1),
            chartsDrawn: Math.round(performance.now()),
          }),
          [judged],
        );
      };
      if (kind === "warm cache") await visit();
      console.log(kind, JSON.stringify(await visit()), "ms");
      await context.close();
    }
    await browser.close();
  });
});
