import { piece } from '../../src/piece/piece.ts'
import { checkNumber } from './check-number.ts'
import { addToDoNotCall, removeFromDoNotCall } from './do-not-call.ts'

export default piece({
  name: 'calling',
  displayName: 'Calling',
  description: 'Says whom you may call and when, and keeps the do-not-call list.',
  version: '0.1.0',
  categories: ['COMMUNICATION'],
  actions: [checkNumber, addToDoNotCall, removeFromDoNotCall],
})
