import { getReport, listCampaigns, sendCampaign } from './campaigns.ts'
import {
  addMember,
  addNote,
  addTags,
  archiveMember,
  createEvent,
  findMember,
  removeTags,
  updateStatus,
} from './members.ts'
import { mailchimp } from './service.ts'
import { triggers } from './triggers.ts'

export default mailchimp.piece({
  actions: [
    addMember,
    findMember,
    updateStatus,
    archiveMember,
    addTags,
    removeTags,
    addNote,
    createEvent,
    listCampaigns,
    sendCampaign,
    getReport,
  ],
  triggers,
})
