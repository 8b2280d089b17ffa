/** How a community definition pins its pieces. */
export const pin = (version: string) => `${version}+community`

/**
 * A package as the framework makes one, with the actions and triggers of a test.
 * @param body declares `actions` and `triggers` (and perhaps `auth`, `events`), in the words of the framework
 */
export function acmePackage(body: string, contextVersion: string | null = '2'): string {
  return `"use strict"
    const declared = (() => { ${body}; return {
      actions: typeof actions === 'undefined' ? {} : actions,
      triggers: typeof triggers === 'undefined' ? {} : triggers,
      auth: typeof auth === 'undefined' ? undefined : auth,
      events: typeof events === 'undefined' ? undefined : events,
    } })()
    const named = (parts) => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, {
      name, displayName: name, description: name, props: {}, requireAuth: false, ...part }]))
    class Piece {
      _actions = named(declared.actions)
      _triggers = named(declared.triggers)
      auth = declared.auth
      events = declared.events
      metadata() {
        return { displayName: 'Acme', description: 'A test', logoUrl: '', authors: [], categories: [],
          auth: this.auth, actions: this._actions, triggers: this._triggers }
      }
      getAction(name) { return this._actions[name] }
      getTrigger(name) { return this._triggers[name] }
      ${contextVersion === null ? '' : `getContextInfo() { return { version: '${contextVersion}' } }`}
    }
    exports.acme = new Piece()`
}
