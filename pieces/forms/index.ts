import * as z from 'zod'
import { file, longText } from '../../src/piece/fields.ts'
import { action, piece } from '../../src/piece/piece.ts'
import { formSubmission } from './trigger.ts'

/** What the person who sent the form reads. The output, and the answer, are Activepieces'. */
const returnResponse = action({
  name: 'return_response',
  displayName: 'Respond on the page',
  description: 'Shows text, and a file to download, to the person who sent the form. The run goes on.',
  input: z.object({
    markdown: longText({ label: 'Text (Markdown)', required: false }),
    file: file({ label: 'Attachment', required: false }),
  }),
  output: z.object({
    type: z.literal('markdown'),
    value: z.string(),
    files: z.array(z.object({ url: z.string(), mimeType: z.string(), fileName: z.string() })),
  }),
  idempotent: true,
  async run({ input, services, respond }) {
    const files = []
    if (input.file) {
      const { url, contentType, name } = await services.files.write(await services.files.read(input.file))
      files.push({ url, mimeType: contentType, fileName: name })
    }
    const body = { type: 'markdown' as const, value: input.markdown ?? '', files }
    respond({ kind: 'response', format: 'json', status: 200, headers: {}, body })
    return body
  },
})

export default piece({
  name: 'forms',
  displayName: 'Forms',
  description: 'Starts a workflow by a form on a page of its own, and answers there.',
  version: '0.1.0',
  categories: ['CORE', 'FORMS_AND_SURVEYS'],
  actions: [returnResponse],
  triggers: [formSubmission],
})
