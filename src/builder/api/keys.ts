/**
 * Names of what is asked of the server. Each begins with its resource, so that `invalidateQueries` with
 * `keys.workflows` reaches the lists and the single ones.
 */
export const keys = {
  session: ['session'],
  workflows: ['workflows'],
  workflow: (id: string) => ['workflows', 'one', id],
  folders: ['folders'],
  pieces: ['pieces'],
  piece: (name: string) => ['pieces', 'one', name],
  runs: ['runs'],
  run: (id: string) => ['runs', 'one', id],
  calls: ['calls'],
  call: (id: string) => ['calls', 'one', id],
  replays: ['replays'],
  replay: (id: string) => ['replays', 'one', id],
  agents: ['agents'],
  agent: (id: string) => ['agents', 'one', id],
  connections: ['connections'],
  connectionRequests: ['connection-requests'],
  oauthApps: ['oauth-apps'],
  appSecrets: ['app-secrets'],
  templates: ['templates'],
  template: (id: string) => ['templates', 'one', id],
  campaigns: ['campaigns'],
  campaign: (id: string) => ['campaigns', 'one', id],
  doNotCall: ['do-not-call'],
  apiKeys: ['api-keys'],
  members: ['members'],
} as const satisfies Record<string, readonly string[] | ((id: string) => readonly string[])>
