import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { createFolder, deleteFolder, type Folder, listFolders, renameFolder } from '../db/folders.ts'
import { isoTime } from '../run/run-view.ts'
import { nameText, pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/folders`: where workflows are kept together. */
export const folders = new Hono<App>()

const NameBody = z.object({ name: nameText })

/** A folder, with how many workflows are in it. */
export const FolderView = z
  .object({
    id: z.string(),
    name: z.string(),
    created: z.iso.datetime(),
    workflows_count: z.number().int(),
  })
  .meta({ id: 'Folder' })

const tag = 'Folders'

folders.get(
  '/',
  operation({
    tag,
    summary: 'List folders',
    scope: 'workflows.view',
    query: pageQuery,
    answer: pageOf(FolderView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const page = await listFolders(openDb(c.env.DB), c.req.valid('query'))
    return c.json({ ...page, data: page.data.map(viewFolder) })
  },
)

folders.post(
  '/',
  operation({
    tag,
    summary: 'Create a folder',
    scope: 'workflows.create',
    body: NameBody,
    status: 201,
    answer: FolderView,
    examples: { body: { name: 'Reception' } },
  }),
  async (c) => {
    const folder = await createFolder(openDb(c.env.DB), c.req.valid('json').name, Date.now())
    return c.json(viewFolder(folder), 201)
  },
)

folders.patch(
  '/:folder_id',
  operation({
    tag,
    summary: 'Rename a folder',
    scope: 'workflows.update',
    body: NameBody,
    answer: FolderView,
    errors: ['FOLDER_NOT_FOUND'],
    examples: { body: { name: 'Front desk' } },
  }),
  async (c) => {
    const { name } = c.req.valid('json')
    return c.json(viewFolder(await renameFolder(openDb(c.env.DB), c.req.param('folder_id'), name)))
  },
)

folders.delete(
  '/:folder_id',
  operation({
    tag,
    summary: 'Delete a folder',
    description: 'Its workflows stay, in no folder.',
    // Not the scope that deletes workflows: none is lost.
    scope: 'workflows.update',
    status: 204,
    errors: ['FOLDER_NOT_FOUND'],
  }),
  async (c) => {
    await deleteFolder(openDb(c.env.DB), c.req.param('folder_id'))
    return c.body(null, 204)
  },
)

function viewFolder({ id, name, createdAt, workflows }: Folder): z.input<typeof FolderView> {
  return { id, name, created: isoTime(createdAt), workflows_count: workflows }
}
