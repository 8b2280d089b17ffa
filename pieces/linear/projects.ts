import * as z from 'zod'
import { color, dateTime, longText, shortText } from '../../src/piece/fields.ts'
import { project, team } from './inputs.ts'
import { ask, linear, Payload } from './service.ts'

const PROJECT = 'id name description color icon startDate targetDate url createdAt updatedAt'

const details = {
  description: longText({ label: 'Description', required: false }),
  icon: shortText({ label: 'Icon', required: false }),
  color: color({ label: 'Colour', required: false }),
  startDate: dateTime({ label: 'Starts', description: 'Only the day counts.', required: false }),
  targetDate: dateTime({ label: 'Done by', description: 'Only the day counts.', required: false }),
}

const dayOf = (date: string | undefined) => date?.slice(0, 'yyyy-mm-dd'.length)

/** Starts a project. */
export const createProject = linear.action({
  name: 'linear_create_project',
  displayName: 'Create a project',
  description: 'Starts a project of a team.',
  input: z.object({ team_id: team(), name: shortText({ label: 'Name' }), ...details }),
  idempotent: false,
  run({ input: { team_id, startDate, targetDate, ...rest }, http }) {
    const query = `mutation ($input: ProjectCreateInput!) {
      projectCreate(input: $input) { success lastSyncId project { ${PROJECT} } }
    }`
    const dates = { startDate: dayOf(startDate), targetDate: dayOf(targetDate) }
    return ask(http, query, { input: { teamIds: [team_id], ...rest, ...dates } }, Payload)
  },
})

/** Changes a project. */
export const updateProject = linear.action({
  name: 'linear_update_project',
  displayName: 'Change a project',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    project_id: project(),
    name: shortText({ label: 'Name', required: false }),
    ...details,
  }),
  idempotent: true,
  run({ input: { project_id: id, startDate, targetDate, ...rest }, http }) {
    const query = `mutation ($id: String!, $input: ProjectUpdateInput!) {
      projectUpdate(id: $id, input: $input) { success lastSyncId project { ${PROJECT} } }
    }`
    const dates = { startDate: dayOf(startDate), targetDate: dayOf(targetDate) }
    return ask(http, query, { id, input: { ...rest, ...dates } }, Payload)
  },
})
