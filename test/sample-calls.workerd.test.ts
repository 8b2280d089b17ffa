import { expect, test } from 'vitest'
import { type SampleDoor, sampleCall } from '../src/builder/workflows/samples.ts'
import { api } from './support/api.ts'

const DOORS: SampleDoor[] = ['pre_call', 'during_call', 'post_call']
const TELLS = {
  pre_call: { en: 'You speak with Ana, on the gold plan.', es: 'Hablas con Ana, del plan gold.' },
  during_call: { en: 'At weekends we open', es: 'El fin de semana abrimos' },
  post_call: { en: 'Are you open on Saturday?', es: 'Abrís el sábado?' },
}

test.each(
  DOORS.flatMap((door) => [
    { door, language: 'en' as const },
    { door, language: 'es' as const },
  ]),
)(
  'the sample call of $door in $language runs without an account anywhere, and could be published',
  async ({ door, language }) => {
    const { file, event } = sampleCall(door, language, Date.now())
    const { body } = await api('POST', '/v1/workflow/import', file)
    const id = body.data[0].flow_id
    expect(body.data[0].report).toMatchObject({ changes: [], connections: [], issues: [] })
    expect((await api('GET', `/v1/workflow/${id}`)).body.flow_category).toBe(door)
    const tested = await api('POST', `/v1/workflow/${id}/test`, { payload: event })
    expect(tested.body).toMatchObject({ success: true, error: null })
    expect(JSON.stringify(tested.body)).toContain(TELLS[door][language])
    expect((await api('POST', `/v1/workflow/${id}/publish`)).status).toBe(200)
  },
)
