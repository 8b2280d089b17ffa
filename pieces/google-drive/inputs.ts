import { shortText } from '../../src/piece/fields.ts'
import { fileOf, includeTeamDrives } from '../_google/files.ts'

/** A folder, and whether those of shared drives are offered. */
export const place = {
  parentFolder: fileOf('folder', {
    label: 'Folder',
    description: 'My Drive where empty.',
    required: false,
  }),
  include_team_drives: includeTeamDrives(),
}

/** A file's id. */
export const file = () => shortText({ label: 'File', description: 'Its id, or that of a folder.' })
