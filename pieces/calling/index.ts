import { piece } from '../../src/piece/piece.ts'
import { callList } from './call-list.ts'
import { addToCampaign, campaignProgress, controlCampaign } from './campaigns.ts'
import { checkNumber } from './check-number.ts'
import { addToDoNotCall, removeFromDoNotCall } from './do-not-call.ts'

export default piece({
  name: 'calling',
  displayName: 'Calling',
  description: 'Calls lists of numbers, says whom you may call and when, and keeps the do-not-call list.',
  version: '0.1.0',
  categories: ['COMMUNICATION'],
  actions: [
    callList,
    addToCampaign,
    campaignProgress,
    controlCampaign,
    checkNumber,
    addToDoNotCall,
    removeFromDoNotCall,
  ],
})
