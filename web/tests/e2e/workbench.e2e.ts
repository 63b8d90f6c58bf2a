import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, faults, launch } from "./browser";
import { type Server, start } from "./server";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  violations: { id: string; impact: string | null; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

describe.skipIf(chromiumPath === null)("the workbench", () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let wrong: string[];

  beforeAll(async () => {
    server = await start();
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    page = await context.newPage();
    wrong = faults(page);
  });

  afterAll(async () => {
    await browser.close();
    server.stop();
  });

  const tiePath = () => `/ties/${server.question}`;
  const open = async (path: string, on = page) => {
    await on.goto(server.url + path);
    await on.locator("main :is(h1, .empty, .fault)").first().waitFor();
  };
  /** The probability of the open question now, to its last digit. */
  const probability = async (): Promise<number> => {
    const answer = await fetch(`${server.url}/api/questions/${server.question}`);
    return ((await answer.json()) as { judgement: { probability: number } }).judgement.probability;
  };
  const toast = () => page.locator(".toast");
  const clean = () => expect(wrong.splice(0)).toEqual([]);

  it("opens the case, goes to a tie, and Back returns", async () => {
    await open("/");
    await page.locator(".question-link").first().click();
    await page.locator("h2", { hasText: "Key judgement" }).waitFor();
    expect(page.url()).toContain(tiePath());
    expect(await page.title()).toContain("·");
    await page.goBack();
    await page.locator("h1", { hasText: "Ties" }).waitFor();
    clean();
  });

  it("shows a judgement in its order, probability and confidence apart", async () => {
    await open(tiePath());
    const headings = await page.locator("article.tie h2").allTextContents();
    const expected = ["Key judgement", "Confidence", "What changed", "Probability over time", "Drivers", "Evidence", "Alternatives", "Dissent", "Commitments and compliance", "Assumptions", "Gaps", "Indicators", "Track record"];
    expect(headings.filter((h) => expected.includes(h))).toEqual(expected);
    expect(await page.locator("#confidence").innerText()).not.toMatch(/\d %.*(likely|certain)/);
    const adds = await page.locator(".drivers tbody tr:not(.total) td:nth-child(2)").allTextContents();
    const total = await page.locator(".drivers .total td.num").first().textContent();
    const number = (t: string | null) => Number((t ?? "").replace("\u2212", "-"));
    const sum = adds.reduce((s, a) => s + Math.round(number(a) * 100), 0);
    expect(sum).toBe(Math.round(number(total) * 100));
    await page.locator("#over-time svg.plot").first().waitFor();
    await page.locator("#survival svg.plot").first().waitFor();
    clean();
  });

  it("leads from a number to its sentence in one click", async () => {
    await open(tiePath());
    const link = page.locator(".drivers tbody a.number").first();
    const cue = /“([^”]+)”/.exec((await link.getAttribute("title")) ?? "")?.[1];
    expect(cue).toBeTruthy();
    await link.click();
    const chosen = page.locator(".text .chosen").first();
    await chosen.waitFor();
    const shown = (await page.locator(".text .chosen").allTextContents()).join("");
    expect(cue).toContain(shown.slice(0, 5));
    expect(await chosen.evaluate((e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })).toBe(true);
    expect(page.url()).toMatch(/\/documents\/.+#.+/);
    clean();
  });

  it("corrects a statement, shows the probability move, and undoes it", async () => {
    await open(tiePath());
    // As of today first, so that nothing but the correction moves the number after it.
    await page.getByRole("button", { name: "Judge again" }).click();
    await toast().filter({ hasText: "Judged again" }).waitFor();
    await page.locator(".drivers tbody a.number").first().click();
    await page.locator(".statement.selected").waitFor();
    const before = await probability();
    await page.locator(".statement.selected").getByRole("button", { name: "Correct" }).click();
    await page.locator("dialog select[name=bearing]").selectOption("against");
    await page.locator("dialog textarea").fill("end-to-end test: turned round");
    await page.locator("dialog button[type=submit]").click();
    await toast().filter({ hasText: "→" }).waitFor();
    const after = await probability();
    expect(after).toBeLessThan(before);
    await page.locator(".statement.selected .state", { hasText: "Corrected" }).waitFor();
    await toast().getByRole("button", { name: "Undo" }).click();
    await toast().filter({ hasText: "Undone." }).filter({ hasText: "→" }).waitFor();
    expect(Math.abs((await probability()) - before)).toBeLessThan(1e-6);
    clean();
  });

  it("rejects with a reason, and the log gives the way back", async () => {
    await open(tiePath());
    await page.locator("#evidence a.claim-line").first().click();
    await page.locator(".statement.selected").waitFor();
    await page.locator(".statement.selected").getByRole("button", { name: "Reject" }).click();
    await page.locator("dialog textarea").fill("end-to-end test: about another group");
    await page.locator("dialog button[type=submit]").click();
    await toast().filter({ hasText: "Rejected." }).waitFor();
    await page.locator(".statement.rejected").first().waitFor();
    await toast().locator("li strong, p.small").first().waitFor();
    await open("/log");
    const row = page.locator("tbody tr", { hasText: "about another group" }).first();
    await row.getByRole("button", { name: /Undo/ }).click();
    await toast().filter({ hasText: "Undone." }).waitFor();
    clean();
  });

  it("refuses a stale edit of a second browser and shows both versions", async () => {
    const second = await browser.newContext();
    const other = await second.newPage();
    await open(tiePath());
    await page.locator(".drivers tbody a.number").nth(1).click();
    await page.locator(".statement.selected").waitFor();
    await other.goto(page.url());
    await other.locator(".statement.selected").waitFor();
    for (const [p, stance, reason] of [[page, "hedged", "first hand"], [other, "denied", "second hand"]] as const) {
      await p.locator(".statement.selected").getByRole("button", { name: "Correct" }).click();
      await p.locator("dialog select[name=stance]").selectOption(stance);
      await p.locator("dialog textarea").fill(reason);
    }
    await page.locator("dialog button[type=submit]").click();
    await toast().filter({ hasText: "Corrected." }).waitFor();
    await other.locator("dialog button[type=submit]").click();
    const versions = other.locator("dialog .versions");
    await versions.waitFor();
    const text = await versions.innerText();
    expect(text).toContain("hedged");
    expect(text).toContain("denied");
    expect(text).toContain("second hand");
    await other.getByRole("button", { name: "Keep theirs" }).click();
    await other.locator(".statement.selected", { hasText: "hedged" }).waitFor();
    await second.close();
    await toast().getByRole("button", { name: "Undo" }).click();
    await toast().filter({ hasText: "Undone." }).waitFor();
    clean();
  });

  it("ticks an indicator and sees the number move, without storing it", async () => {
    await open(tiePath());
    const before = await probability();
    await page.locator(".indicators input").first().check();
    await page.locator(".what-if.on", { hasText: "points" }).waitFor();
    await page.locator(".scale-mark.live").waitFor();
    expect(await probability()).toBe(before);
    await page.locator(".indicators input").first().uncheck();
    await page.locator(".what-if:not(.on)").waitFor();
    clean();
  });

  it("sorts, filters and pages the evidence, all of it in the address", async () => {
    await open(tiePath());
    await page.getByLabel("Bearing").selectOption("against");
    await page.waitForURL(/bearing=against/);
    await page.locator("table.evidence:not(.stale)").waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll("table.evidence td .bearing")].every((e) => e.textContent.includes("against")));
    await page.reload();
    await page.locator("table.evidence").waitFor();
    expect(await page.getByLabel("Bearing").inputValue()).toBe("against");
    await page.getByLabel("Words").fill("zzzz-nothing");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("button", { name: "Show all evidence" }).click();
    await page.locator("table.evidence").waitFor();
    clean();
  });

  it("adds a dropped file and pasted text, and says what was skipped", async () => {
    await open("/add");
    const drop = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      const text = "---\ntitle: A dropped page\npublisher: Example Wire\npublished: 2026-02-20\n---\nThe Taliban expelled al-Qaeda fighters from Kandahar in February 2026, officials said.";
      data.items.add(new File([text], "dropped.md", { type: "text/markdown" }));
      data.items.add(new File([new Uint8Array([0, 255, 0, 254, 1, 2, 3])], "noise.bin"));
      return data;
    });
    await page.dispatchEvent(".drop", "drop", { dataTransfer: drop });
    await page.locator("h2", { hasText: /^Read$/ }).waitFor({ timeout: 60_000 });
    expect(await page.locator("tr", { hasText: "dropped.md" }).innerText()).toContain("added");
    expect(await page.locator("tr", { hasText: "noise.bin" }).innerText()).toContain("skipped");
    await page.locator("textarea[name=text]").fill("The Taliban denied that al-Qaeda is still sheltered in Kabul.");
    await page.locator("input[name=publisher]").fill("Example Wire");
    await page.locator("input[name=published]").fill("2026-02-21");
    await page.getByRole("button", { name: "Add the text" }).click();
    await page.locator("h2", { hasText: /^Read$/ }).waitFor({ timeout: 60_000 });
    clean();
  });

  it("exports in every form, and prints on two or three sheets of A4", async () => {
    await open(tiePath());
    for (const link of await page.locator(".exports a").all()) {
      const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
      expect(await file.failure()).toBeNull();
      expect(readFileSync(await file.path()).length).toBeGreaterThan(10);
    }
    await page.locator("#survival svg.plot").waitFor();
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
    expect(sheets).toBeGreaterThanOrEqual(1);
    expect(sheets).toBeLessThanOrEqual(3);
    clean();
  });

  it("is whole by keyboard: the skip link, then the first link of the page", async () => {
    await open(tiePath());
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement))).toBe(true);
    const outline = await page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle);
    expect(outline).toBe("solid");
    clean();
  });

  it("tells in words what is not there", async () => {
    await open("/ties/no-such-question");
    expect(await page.locator("main").innerText()).toMatch(/no|not/i);
    wrong.splice(0);
    await open("/nowhere");
    expect(await page.locator("main").innerText()).toContain("There is no page at this address.");
    clean();
  });

  it("has no serious accessibility fault and nothing wider than the window, light and dark, wide and narrow", async () => {
    const documents = (await (await fetch(`${server.url}/api/documents?offset=0&limit=1`)).json()) as { items: { id: string }[] };
    const actors = (await (await fetch(`${server.url}/api/actors`)).json()) as { id: string }[];
    const paths = ["/", "/ask", tiePath(), "/documents", `/documents/${documents.items[0]?.id ?? ""}`, "/actors", `/actors/${actors[0]?.id ?? ""}`, "/add", "/search?q=the", "/track-record", "/log"];
    const found: string[] = [];
    for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [400, "light"]] as const) {
      // The Content-Security-Policy forbids the script that axe injects; only this context waives it.
      const fresh = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const view = await fresh.newPage();
      for (const path of paths) {
        await open(path, view);
        await view.waitForTimeout(500);
        const over = await view.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) found.push(`${path} at ${width}: ${over} pixels too wide`);
        await view.evaluate(AXE);
        const result = await view.evaluate(() => (globalThis as unknown as { axe: { run: () => Promise<AxeResult> } }).axe.run());
        for (const v of result.violations) {
          if (v.impact === "serious" || v.impact === "critical") found.push(`${path} ${width} ${colorScheme}: ${v.id}: ${v.help}: ${JSON.stringify(v.nodes.slice(0, 2).map((n) => [n.target, n.failureSummary?.slice(0, 200)]))}`);
        }
      }
      await fresh.close();
    }
    expect(found).toEqual([]);
  }, 300_000);
});
