import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type JsonObject } from '../../src/json.ts'
import { anyValue, checkbox, json, number, object, ownDropdown, shortText } from '../../src/piece/fields.ts'
import { type ActionContext, action, wait } from '../../src/piece/piece.ts'
import { CAMPAIGN_END_KEY, type ListedCalls } from '../../src/piece/services.ts'
import { countryOf, default_country, ruleFields, rulesOf } from './inputs.ts'
import { rowsFrom } from './rows.ts'

const HOUR_MS = 3_600_000
/** As long as a run may take: thirty days. */
const MAX_HOURS = 720

const input = z.object({
  rows: anyValue({
    label: 'Whom to call',
    description: 'The rows of an earlier step, such as those of a sheet, or the text of a CSV file.',
  }),
  number_field: shortText({
    label: 'Field with the number',
    description: 'Where it has none of the usual names, such as "phone". The others become variables.',
    required: false,
  }),
  campaign: ownDropdown({
    label: 'Campaign',
    description: 'One to add the rows to. Empty makes a new one, with the settings below, and starts it.',
    required: false,
    own: 'campaigns',
  }),
  name: shortText({ label: 'Name', required: false, defaultValue: 'Call list' }),
  agent: shortText({
    label: 'Agent',
    description: 'The number or id of the agent that calls. Needed for a new campaign.',
    required: false,
  }),
  default_country,
  max_concurrent_calls: number({ label: 'Calls at a time', required: false, min: 1 }),
  calls_per_minute: number({ label: 'Calls a minute', required: false, min: 1 }),
  max_attempts: number({
    label: 'Attempts',
    description: 'For numbers where nobody answers.',
    required: false,
    min: 1,
  }),
  ...ruleFields,
  dynamicVariables: object({
    label: 'Dynamic variables',
    description: 'What the agent knows at the start of every call. Those of a row come first.',
    required: false,
    defaultValue: {},
  }),
  more_settings: json({
    label: 'More settings',
    description: 'Any settings of a campaign, as the API takes them: {"retry": {"after": {"busy": ["5m"]}}}.',
    required: false,
  }),
  wait_for_end: checkbox({
    label: 'Wait for the campaign to end',
    description: 'The workflow goes on with what came of it.',
    required: false,
    defaultValue: false,
  }),
  timeout_hours: number({
    label: 'Time-out (hours)',
    description: 'After this time the workflow goes on all the same.',
    required: false,
    defaultValue: 168,
    min: 1,
    max: MAX_HOURS,
  }),
})

type Context = ActionContext<z.output<typeof input>>

/** Numbers to a campaign: a new one that is started, or one that is there. */
export const callList = action({
  name: 'call_list',
  displayName: 'Call a list',
  description: 'Has an agent call numbers under rules: hours, pace, retries. It may wait until all are done.',
  input,
  // The same step makes the same campaign and adds the same rows.
  idempotent: true,
  run: (context) => (context.resume ? afterWait(context, context.resume) : callRows(context)),
})

async function callRows({ input, run, services }: Context) {
  const endKey = input.wait_for_end ? CAMPAIGN_END_KEY + run.path : undefined
  const { ended, ...listed } = await services.campaigns.call({
    once: run.idempotencyKey,
    campaign: input.campaign ?? settingsOf(input),
    rows: rowsFrom(input.rows, input.number_field),
    endKey,
  })
  const isRunning = endKey !== undefined && listed.campaign_id !== null && ended === null
  if (!isRunning) return { ...listed, progress: ended }
  return wait({ key: endKey, until: Date.now() + input.timeout_hours * HOUR_MS, state: listed })
}

/** Only what is filled in: the rest is a campaign's own default. */
function settingsOf(input: Context['input']): Record<string, unknown> {
  if (!input.agent) {
    throw new CodedError('INPUT_INVALID', 'Fill in "agent" for a new campaign, or choose a "campaign".')
  }
  const { max_attempts, more_settings, name, agent } = input
  const more = isObject(more_settings) ? more_settings : {}
  const settings = {
    name,
    agent: agent.trim(),
    default_country: countryOf(input.default_country),
    max_concurrent_calls: input.max_concurrent_calls,
    calls_per_minute: input.calls_per_minute,
    retry: max_attempts === undefined ? undefined : { max_attempts },
    rules: rulesOf(input),
    dynamic_variables: input.dynamicVariables,
  }
  const filled = Object.entries(settings).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(filled), ...more }
}

/** What came of the campaign, or how far it is when the time is up. */
async function afterWait(
  { services }: Context,
  { payload, timedOut, state }: NonNullable<Context['resume']>,
) {
  const listed = state as unknown as Omit<ListedCalls, 'ended'>
  const late = timedOut ? await services.campaigns.progress(listed.campaign_id ?? '') : undefined
  return { ...listed, progress: late ?? (payload as JsonObject) }
}
