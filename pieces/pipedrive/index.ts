import { activities } from './activities.ts'
import { deals } from './deals.ts'
import { people } from './people.ts'
import { pipedrive } from './service.ts'
import { triggers } from './triggers.ts'

export default pipedrive.piece({ actions: [...people, ...deals, ...activities], triggers })
