// What the end-to-end tests run against: the real binary with a case made for the test, or the
// pages' own preview with invented data where no binary with `serve` is at hand.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const EXAMPLE = join(ROOT, "examples/taliban-al-qaeda/documents");

export interface Server {
  url: string;
  real: boolean;
  question: string;
  stop: () => void;
}

/** The first binary that knows `serve`: UNRAVEL_BIN, else what cargo built last in this workspace. */
function binary(): string | null {
  const given = process.env["UNRAVEL_BIN"];
  const target = process.env["CARGO_TARGET_DIR"] ?? join(ROOT, "target");
  for (const path of given ? [given] : [join(target, "release/unravel"), join(target, "debug/unravel")]) {
    if (!existsSync(path)) continue;
    try {
      execFileSync(path, ["serve", "--help"], { stdio: "ignore" });
      return path;
    } catch {
      if (given) throw new Error(`UNRAVEL_BIN=${given} has no command "serve"; build it anew`);
    }
  }
  return null;
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

async function up(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said()}`);
    try {
      if ((await fetch(`${url}/api/case`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`no answer from ${url} within 30 seconds: ${said()}`);
}

/**
 * A case as the README makes one: documents, three open questions, one of them judged at four
 * dates, and three past questions with their outcome (the UN's monitors kept reporting al-Qaeda
 * as hosted, so each held).
 */
export function demoCase(bin: string, path: string): void {
  const run = (...args: string[]) => execFileSync(bin, args, { stdio: ["ignore", "ignore", "pipe"] });
  run("new", path);
  run("add", path, EXAMPLE);
  const hosting = (until: string, asOf: string) =>
    run("assess", path, "Taliban", "al-Qaeda", "--until", until, "--class", "state-group-shelter", "--ends", "hosting", "--as-of", asOf);
  for (const asOf of ["2019-12-31", "2021-06-30", "2022-12-31", "2026-03-01"]) hosting("2027-12-31", asOf);
  run("assess", path, "Taliban", "al-Qaeda", "--until", "2028-06-30", "--ends", "break", "--as-of", "2026-03-01");
  run("assess", path, "Haqqani network", "al-Qaeda", "--until", "2028-12-31", "--ends", "break", "--as-of", "2026-03-01");
  for (const [until, asOf] of [["2021-12-31", "2020-09-30"], ["2022-12-31", "2021-09-30"], ["2023-12-31", "2022-09-30"]] as const) {
    hosting(until, asOf);
    run("resolve", path, `taliban--al-qaeda--hosting--${until}`, "held", "--date", until, "--source", "UN Monitoring Team");
  }
}

export async function start(): Promise<Server> {
  const bin = process.env["UNRAVEL_MOCK"] === "1" ? null : binary();
  const folder = mkdtempSync(join(tmpdir(), "unravel-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  let output = "";
  if (bin === null) {
    console.log("end-to-end: no binary with `serve` found (UNRAVEL_BIN, target/release, target/debug); using invented data");
    const vite = join(ROOT, "web/node_modules/vite/bin/vite.js");
    child = spawn(process.execPath, [vite, "preview", "--host", "127.0.0.1", "--port", String(port), "--strictPort"], { cwd: join(ROOT, "web"), env: { ...process.env, UNRAVEL_MOCK: "1" } });
  } else {
    console.log(`end-to-end: ${bin}`);
    const path = join(folder, "demo.case");
    demoCase(bin, path);
    child = spawn(bin, ["serve", path, "--port", String(port)], { env: process.env });
  }
  child.stdout?.on("data", (d: Buffer) => (output += d.toString()));
  child.stderr?.on("data", (d: Buffer) => (output += d.toString()));
  await up(url, child, () => output);
  return {
    url,
    real: bin !== null,
    question: bin === null ? "northmark--ember-front--hosting--2027-12-31" : "taliban--al-qaeda--hosting--2027-12-31",
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
