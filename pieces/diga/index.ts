import { piece } from '../../src/piece/piece.ts'
import { makeCall, returnCallData, returnResponse, waitForCall } from './actions.ts'
import { callFinished, functionCall, preCall } from './triggers.ts'

export default piece({
  name: 'diga',
  displayName: 'Diga',
  description: 'Runs workflows before, during and after a voice call, and places calls.',
  version: '0.1.0',
  categories: ['COMMUNICATION'],
  actions: [makeCall, waitForCall, returnResponse, returnCallData],
  triggers: [preCall, callFinished, functionCall],
})
