import * as z from 'zod'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { listAll, project } from './listing.ts'
import { once, todoist } from './service.ts'

/** Adds a project. */
export const createProject = todoist.action({
  name: 'create_project',
  displayName: 'Create a project',
  description: 'Adds a project, below another one where that is chosen.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    parent_id: project('The project it belongs to.'),
    is_favorite: checkbox({ label: 'Favourite', required: false }),
  }),
  idempotent: false,
  run: ({ input: { name, parent_id, is_favorite }, http, run }) =>
    http.post('/projects', { json: { name, parent_id, is_favorite }, ...once(run.idempotencyKey) }),
})

/** Reads the projects. */
export const listProjects = todoist.action({
  name: 'list_projects',
  displayName: 'List projects',
  description: 'All projects of the account.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => listAll(http, '/projects'),
})

/** Adds a label. */
export const createLabel = todoist.action({
  name: 'create_label',
  displayName: 'Create a label',
  description: 'Adds a label.',
  input: z.object({ name: shortText({ label: 'Name' }) }),
  idempotent: false,
  run: ({ input: { name }, http, run }) =>
    http.post('/labels', { json: { name }, ...once(run.idempotencyKey) }),
})

/** Reads the labels. */
export const listLabels = todoist.action({
  name: 'list_labels',
  displayName: 'List labels',
  description: 'All labels of the account.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => listAll(http, '/labels'),
})
