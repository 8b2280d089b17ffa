import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { JsonObject } from '../../src/json.ts'
import { choice, object, ownDropdown, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'

const campaign = ownDropdown({ label: 'Campaign', own: 'campaigns' })

/** For leads as they come in. */
export const addToCampaign = action({
  name: 'add_to_campaign',
  displayName: 'Add to campaign',
  description: 'Gives a standing campaign one more number to call, once.',
  input: z.object({
    campaign: ownDropdown({ label: 'Campaign', own: 'standing_campaigns' }),
    number: shortText({
      label: 'Number',
      description: "In international format: +34600000001. Or as it is dialled in the campaign's country.",
    }),
    dynamicVariables: object({
      label: 'Dynamic variables',
      description: 'What the agent knows at the start of this call.',
      required: false,
      defaultValue: {},
    }),
  }),
  idempotent: true,
  async run({ input, run, services }) {
    const listed = await services.campaigns.call({
      once: run.idempotencyKey,
      campaign: input.campaign,
      rows: [{ number: input.number, variables: input.dynamicVariables as JsonObject }],
    })
    if (listed.skipped > 0) {
      const message = `"number" is "${input.number}", which is none that can be called. Write it in international format: +34600000001.`
      throw new CodedError('PHONE_NUMBER_INVALID', message)
    }
    return { campaign_id: input.campaign, added: listed.added > 0, agent: listed.agent }
  },
})

/** For reports, and for branches on what came of a campaign. */
export const campaignProgress = action({
  name: 'campaign_progress',
  displayName: 'Campaign progress',
  description: 'How far a campaign is: queued, in call, done and failed by reason.',
  input: z.object({ campaign }),
  idempotent: true,
  run: ({ input, services }) => services.campaigns.progress(input.campaign),
})

/** For workflows that watch over a campaign. */
export const controlCampaign = action({
  name: 'control_campaign',
  displayName: 'Control a campaign',
  description: 'Starts, pauses, resumes or stops a campaign. Calls under way go on to their end.',
  input: z.object({
    campaign,
    command: choice({
      label: 'What to do',
      choices: [
        { value: 'start', label: 'Start' },
        { value: 'pause', label: 'Pause' },
        { value: 'resume', label: 'Resume' },
        { value: 'stop', label: 'Stop for good' },
      ],
    }),
  }),
  idempotent: true,
  run: ({ input, services }) => services.campaigns.control(input.campaign, input.command),
})
