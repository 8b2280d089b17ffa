import * as z from 'zod'
import { checkbox, choice, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { file } from './inputs.ts'
import { drive } from './service.ts'

/** Lets a person in. */
export const share = drive.action({
  name: 'update_permissions',
  displayName: 'Share with a person',
  description: 'Lets a person see or change a file or folder.',
  input: z.object({
    fileId: file(),
    user_email: shortText({ label: 'E-mail of the person' }),
    permission_name: choice({
      label: 'As',
      choices: [
        { value: 'reader', label: 'Reader' },
        { value: 'commenter', label: 'Commenter' },
        { value: 'writer', label: 'Writer' },
        { value: 'fileOrganizer', label: 'Content manager (shared drives)' },
        { value: 'organizer', label: 'Manager (shared drives)' },
      ],
    }),
    send_invitation_email: checkbox({ label: 'Tell them by e-mail', defaultValue: false }),
  }),
  // Drive keeps one permission a person, but writes an e-mail each time.
  idempotent: ({ send_invitation_email }) => String(send_invitation_email) !== 'true',
  run: ({ input, http }) =>
    http.post(at`/files/${input.fileId}/permissions`, {
      query: { sendNotificationEmail: input.send_invitation_email, supportsAllDrives: true },
      json: { type: 'user', role: input.permission_name, emailAddress: input.user_email },
    }),
})

const Links = z.object({ webViewLink: z.string().optional(), webContentLink: z.string().optional() })

/** Lets everybody in who has the link. */
export const publish = drive.action({
  name: 'set_public_access',
  displayName: 'Share with everybody',
  description: 'Lets everybody who has the link see or change a file or folder, and gives the link.',
  input: z.object({
    fileId: file(),
    role: choice({
      label: 'As',
      defaultValue: 'reader',
      choices: [
        { value: 'reader', label: 'Reader' },
        { value: 'commenter', label: 'Commenter' },
        { value: 'writer', label: 'Writer' },
      ],
    }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const path = at`/files/${input.fileId}`
    const permission = await http.post(`${path}/permissions`, {
      query: { supportsAllDrives: true },
      json: { type: 'anyone', role: input.role },
      answer: z.looseObject({}),
    })
    const { webViewLink, webContentLink } = await http.get(path, {
      query: { supportsAllDrives: true, fields: 'webViewLink,webContentLink' },
      answer: Links,
    })
    return { ...permission, webViewLink, downloadUrl: webContentLink ?? null }
  },
})
