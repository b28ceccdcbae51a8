import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts', 'scripts/**/*.test.mjs'],
    // Each file in a process of its own: onnxruntime-node crashes when several threads load it.
    pool: 'forks',
    // Left to itself it keeps one core free, which is half of a machine with two.
    maxWorkers: '100%',
    // Native sessions and child processes on a small machine take their time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
