import { defineConfig } from "vite";
import { mockApi } from "./tests/mock/plugin";

// With UNRAVEL_MOCK=1 invented data stands in for the server; else /api goes to `unravel serve`.
const mock = process.env["UNRAVEL_MOCK"] === "1";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  plugins: mock ? [mockApi()] : [],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // The server's Content-Security-Policy allows no inline script and no data: script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 600,
  },
  server: mock ? {} : { proxy: { "/api": "http://127.0.0.1:8787" } },
});
