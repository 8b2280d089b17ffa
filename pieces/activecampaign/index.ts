import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { activeCampaign } from './service.ts'
import { triggers } from './triggers.ts'

export default activeCampaign.piece({ actions: [...contacts, ...deals], triggers })
