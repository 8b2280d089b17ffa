import { type FindInstalled, lookAmong } from '../piece/registry.ts'

/**
 * Has the registry look among installed pieces: called once, where the Worker begins. What running them takes is loaded
 * when one is first asked for, so that no call's path pays for it at start-up.
 */
export function lookAmongInstalled(env: Cloudflare.Env): void {
  let find: FindInstalled | undefined
  lookAmong(async (name, version) => {
    if (!find) {
      const [{ finderOf }, { installedPieces }] = await Promise.all([
        import('./find.ts'),
        import('./store.ts'),
      ])
      find = finderOf(env, installedPieces(env))
    }
    return find(name, version)
  })
}
