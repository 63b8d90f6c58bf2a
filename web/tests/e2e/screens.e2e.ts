// Takes the screenshots in docs/screenshots: UNRAVEL_SCREENS=1 npm run e2e -- screens
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it } from "vitest";
import { chromiumPath, launch } from "./browser";
import { start } from "./server";

const FOLDER = resolve(import.meta.dirname, "../../../docs/screenshots");

describe.skipIf(chromiumPath === null || process.env["UNRAVEL_SCREENS"] !== "1")("screenshots", () => {
  it("of each page", async () => {
    const server = await start();
    const browser = await launch();
    const question = `/ties/${server.question}`;
    const answer = await fetch(`${server.url}/api/questions/${server.question}`);
    const { judgement } = (await answer.json()) as { judgement: { evidence: { statement: { id: string }; document: { id: string } }[] } };
    const item = judgement.evidence[1] ?? judgement.evidence[0];
    const sentence = `/documents/${item?.document.id ?? ""}?from=${server.question}#${item?.statement.id ?? ""}`;
    const actor = server.real ? "/actors/al-qaeda" : "/actors/ember-front";
    const shots: [string, string, number, number, "light" | "dark", string?][] = [
      ["ties", "/", 1280, 620, "light"],
      ["tie", question, 1280, 900, "light"],
      ["tie-drivers", question, 1280, 900, "light", "#drivers"],
      ["tie-evidence", question, 1280, 900, "light", "#evidence"],
      ["tie-alternatives", question, 1280, 900, "light", "#alternatives"],
      ["tie-dark", question, 1280, 900, "dark"],
      ["tie-400", question, 400, 850, "light"],
      ["document", sentence, 1280, 800, "light"],
      ["document-400", sentence, 400, 850, "light"],
      ["actor", actor, 1280, 900, "light"],
      ["add", "/add", 1280, 720, "light"],
      ["search", "/search?q=sanctu*", 1280, 800, "light"],
      ["track-record", "/track-record", 1280, 900, "light"],
      ["log", "/log", 1280, 620, "light"],
    ];
    mkdirSync(FOLDER, { recursive: true });
    for (const [name, path, width, height, colorScheme, to] of shots) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(server.url + path);
      await page.waitForTimeout(2500);
      if (to !== undefined) await page.evaluate((s) => document.querySelector(s)?.scrollIntoView(), to);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(FOLDER, `${name}.png`) });
      await context.close();
    }
    await browser.close();
    server.stop();
    try {
      execFileSync("pngquant", ["--force", "--ext", ".png", "--quality", "60-90", "--strip", ...shots.map((s) => join(FOLDER, `${s[0]}.png`))]);
    } catch {
      console.log("pngquant is not installed; the screenshots stay large");
    }
  }, 300_000);
});
