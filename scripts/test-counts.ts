import { readFileSync } from 'node:fs'

/** Prints how many tests passed and failed, from the file of vitest's JSON reporter. Ends with 1 unless all is well. */

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

function readReport(path: string): Report | undefined {
  const text = readFileSync(path, 'utf8')
  return text === '' ? undefined : (JSON.parse(text) as Report)
}

const report = readReport(process.argv[2] ?? '')
if (!report) console.log('No test ran.')
// A file that can't even be loaded has no tests to count, and is a failure all the same.
const broken = report?.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
)
const passed = report?.numPassedTests ?? 0
const failed = (report?.numFailedTests ?? 0) + (broken?.length ?? 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(passed > 0 && failed === 0 ? 0 : 1)
