import { isObject } from '../../json.ts'
import type { Renewal } from './renewal.ts'

/**
 * Before routers, Activepieces had a BRANCH step with one condition and a body for either outcome. The names of the
 * two branches are those that its own migration gives.
 */
export const branchToRouter: Renewal = (step, tell) => {
  if (step.type !== 'BRANCH') return step
  const { onSuccessAction, onFailureAction, settings, ...rest } = step
  const conditions = isObject(settings) ? settings.conditions : undefined
  tell('BRANCH_TO_ROUTER', 'The branch became a router with the branches "Branch 1" and "Otherwise".')
  return {
    ...rest,
    type: 'ROUTER',
    settings: {
      executionType: 'EXECUTE_FIRST_MATCH',
      branches: [
        {
          branchName: 'Branch 1',
          branchType: 'CONDITION',
          ...(conditions === undefined ? {} : { conditions }),
        },
        { branchName: 'Otherwise', branchType: 'FALLBACK' },
      ],
    },
    children: [onSuccessAction ?? null, onFailureAction ?? null],
  }
}
