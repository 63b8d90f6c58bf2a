import { defineConfig } from "vitest/config";

// One browser and one server at a time: the tests share two cores with other work.
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
