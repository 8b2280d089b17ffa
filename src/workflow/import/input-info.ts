import { isObject } from '../../json.ts'
import { type Renewal, settingsOf } from './renewal.ts'

/**
 * `inputUiInfo` told which fields hold an expression and where sample data lay; Activepieces' schema version 7
 * keeps the former in `propertySettings`. What a step looked like while it was tested stays behind.
 */
export const inputInfo: Renewal = (step, tell) => {
  const { inputUiInfo, schema, ...settings } = settingsOf(step)
  if (!isObject(inputUiInfo)) return step
  const customized = isObject(inputUiInfo.customizedInputs) ? inputUiInfo.customizedInputs : {}
  const schemas = isObject(schema) ? schema : {}
  const input = isObject(settings.input) ? settings.input : {}
  const propertySettings = Object.fromEntries(
    Object.keys(input).map((field) => {
      const type = customized[field] ? 'DYNAMIC' : 'MANUAL'
      return [field, schemas[field] == null ? { type } : { type, schema: schemas[field] }]
    }),
  )
  const customLogoUrl = customized.logoUrl ?? step.customLogoUrl
  tell('INPUT_INFO_MOVED', 'What the builder noted about its fields was taken over; sample data was not.')
  return {
    ...step,
    settings: { ...settings, propertySettings, ...(customLogoUrl == null ? {} : { customLogoUrl }) },
  }
}

/** Sample data is named by files of the project that it comes from: there is nothing behind the names here. */
export const sampleData: Renewal = (step, tell) => {
  const { sampleData: data, ...settings } = settingsOf(step)
  if (!isObject(data) || !FILES.some((file) => file in data)) return step
  if (FILES.some((file) => data[file] != null)) {
    tell('SAMPLE_DATA_DROPPED', 'Its sample data stayed in the other project: test the step to have some.')
  }
  return { ...step, settings }
}

const FILES = ['sampleDataFileId', 'sampleDataInputFileId']
