import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { anyValue, checkbox, choice, list, shortText } from '../../src/piece/fields.ts'
import { action, piece } from '../../src/piece/piece.ts'

const key = shortText({ label: 'Key', description: 'At most 128 characters.' })
const store_scope = choice({
  label: 'Scope',
  description:
    'Who shares the value: every workflow of the project, the runs of this workflow, or this run alone.',
  defaultValue: 'COLLECTION',
  choices: [
    { value: 'COLLECTION', label: 'Project' },
    { value: 'FLOW', label: 'Workflow' },
    { value: 'RUN', label: 'Run' },
  ],
})

const get = action({
  name: 'get',
  displayName: 'Get',
  description: 'Reads a value, or the default where there is none.',
  input: z.object({ key, defaultValue: anyValue({ label: 'Default value', required: false }), store_scope }),
  idempotent: true,
  run: async ({ input, services }) =>
    (await services.store(input.store_scope).get(input.key)) ?? input.defaultValue ?? null,
})

const put = action({
  name: 'put',
  displayName: 'Put',
  description: 'Keeps a value under a key, in place of what was there.',
  input: z.object({ key, value: anyValue({ label: 'Value' }), store_scope }),
  idempotent: true,
  async run({ input, services }) {
    await services.store(input.store_scope).put(input.key, input.value as Json)
    return input.value
  },
})

const append = action({
  name: 'append',
  displayName: 'Append',
  description: 'Adds text to the end of the text under a key. Gives back the whole text.',
  input: z.object({
    key,
    value: shortText({ label: 'Value' }),
    separator: shortText({
      label: 'Separator',
      description: 'Comes between the old text and the new; \\n is a line break.',
      defaultValue: '',
      required: false,
    }),
    store_scope,
  }),
  idempotent: true,
  run({ input, services, run }) {
    const separator = input.separator.replaceAll('\\n', '\n')
    return services.store(input.store_scope).append(input.key, input.value, separator, run.idempotencyKey)
  },
})

const addToList = action({
  name: 'add_to_list',
  displayName: 'Add to list',
  description: 'Adds items to the end of the list under a key. Gives back the whole list.',
  input: z.object({
    key,
    value: list({ label: 'Items' }),
    ignore_if_exists: checkbox({
      label: 'Ignore items that are there already',
      defaultValue: false,
      required: false,
    }),
    store_scope,
  }),
  idempotent: true,
  run: ({ input, services, run }) =>
    services
      .store(input.store_scope)
      .addToList(input.key, input.value as Json[], input.ignore_if_exists, run.idempotencyKey),
})

const removeFromList = action({
  name: 'remove_from_list',
  displayName: 'Remove from list',
  description: 'Removes every item equal to the value from the list under a key. Gives back what is left.',
  input: z.object({ key, value: anyValue({ label: 'Value' }), store_scope }),
  idempotent: true,
  run: ({ input, services }) =>
    services.store(input.store_scope).removeFromList(input.key, input.value as Json),
})

const removeValue = action({
  name: 'remove_value',
  displayName: 'Remove',
  description: 'Removes a key and its value. It is no error if there was none.',
  input: z.object({ key, store_scope }),
  output: z.object({ success: z.boolean() }),
  idempotent: true,
  async run({ input, services }) {
    await services.store(input.store_scope).remove(input.key)
    return { success: true }
  },
})

export default piece({
  name: 'store',
  displayName: 'Storage',
  description: 'Keeps values between steps, runs and workflows.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [get, put, append, addToList, removeFromList, removeValue],
})
