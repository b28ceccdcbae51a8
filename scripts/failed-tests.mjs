// Reads the names of the tests that failed, and the first line of why, out of a runner's JSON report.
import { stripVTControlCharacters } from 'node:util'

const firstLine = (message) =>
  stripVTControlCharacters(message ?? '')
    .split('\n')[0]
    .slice(0, 200)

/** Vitest's `json` reporter: one line for each failed test, and for each file that did not load. */
export function failedUnitTests(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [`${name}: ${firstLine(message)}`]
    return failed.map(({ fullName, failureMessages }) => `${name} › ${fullName}: ${firstLine(failureMessages[0])}`)
  })
}

/** Playwright's `json` reporter: one line for each test that failed for good, and for each error outside a test. */
export function failedEndToEndTests(report) {
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
  const failed = (report?.suites ?? []).flatMap(specsOf).filter(({ ok }) => !ok)
  const errors = (report?.errors ?? []).map(({ message }) => firstLine(message))
  return [
    ...failed.map(({ file, line, title, tests }) => {
      const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error
      return `${file}:${line} › ${title}: ${firstLine(error?.message)}`
    }),
    ...errors,
  ]
}
