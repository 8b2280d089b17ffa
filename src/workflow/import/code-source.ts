import { isObject } from '../../json.ts'
import { type Renewal, settingsOf } from './renewal.ts'

const ARTIFACTS = ['artifact', 'artifactSourceId', 'artifactPackagedId']

/**
 * Code steps were zip archives once, inside the file or in a store of their own. The archive is not unpacked: the
 * step comes without code, and validation says that it lacks some.
 */
export const codeSource: Renewal = (step, tell) => {
  const settings = settingsOf(step)
  if (step.type !== 'CODE' || !ARTIFACTS.some((field) => field in settings)) return step
  const kept = Object.fromEntries(Object.entries(settings).filter(([field]) => !ARTIFACTS.includes(field)))
  if (isObject(settings.sourceCode)) return { ...step, settings: kept }
  tell('CODE_NOT_TAKEN_OVER', 'Its code was a zip archive: paste the code into the step.')
  return { ...step, settings: { ...kept, sourceCode: { code: '', packageJson: '{}' } } }
}
