import { answerOf, api } from '../../api/client.ts'
import { ofWorkflow } from '../api.ts'

/** Saves the draft as a file that can be imported here, into Activepieces or into Diga. */
export async function exportWorkflow(id: string): Promise<void> {
  const file = await answerOf(api.GET('/v1/workflow/{flow_id}/export', ofWorkflow(id)))
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${file.name}.json`
  link.click()
  URL.revokeObjectURL(url)
}
