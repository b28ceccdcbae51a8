import { defineConfig } from 'vitest/config'

/** What runs on a real trained model, which must be fetched first: `node scripts/test-real.mjs` does both. */
export default defineConfig({
  test: {
    include: ['e2e/real/*.real.ts'],
    // Each file in a process of its own: onnxruntime-node crashes when several threads load it.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
