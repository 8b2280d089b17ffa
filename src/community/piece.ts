import * as z from 'zod'

/** A property as Activepieces' framework describes it. What is left out of the guest's copy is code. */
export interface PropertyData {
  type: string
  displayName: string
  description?: string
  required: boolean
  defaultValue?: unknown
  /** fixed choices: only static dropdowns have them as data */
  options?: { options?: readonly { label?: string; value?: unknown }[] }
  /** fields of a row (ARRAY), of credentials (CUSTOM_AUTH), or of a DYNAMIC field in a step that notes them */
  properties?: Record<string, PropertyData>
  refreshers?: readonly string[]
  refreshOnSearch?: boolean
}

const PropertyData: z.ZodType<PropertyData> = z.looseObject({
  type: z.string(),
  displayName: z.string().catch(''),
  description: z.string().optional().catch(undefined),
  required: z.boolean().catch(false),
  defaultValue: z.unknown().optional(),
  options: z
    .looseObject({
      options: z
        .array(z.looseObject({ label: z.string().optional(), value: z.unknown().optional() }))
        .optional(),
    })
    .optional()
    .catch(undefined),
  get properties() {
    return Properties.optional().catch(undefined)
  },
  refreshers: z.array(z.string()).optional().catch(undefined),
  refreshOnSearch: z.boolean().optional().catch(undefined),
})

export const Properties = z.record(z.string(), PropertyData)
export type PropertiesData = z.output<typeof Properties>

/** A kind of credentials, flat: what a kind doesn't have is left out. */
const AuthData = z.looseObject({
  type: z.string(),
  displayName: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  /** CUSTOM_AUTH, OAUTH2: what is asked for beside the login */
  props: Properties.optional().catch(undefined),
  /** BASIC_AUTH */
  username: z.looseObject({ displayName: z.string().optional() }).optional().catch(undefined),
  password: z.looseObject({ displayName: z.string().optional() }).optional().catch(undefined),
  /** OAUTH2 */
  authUrl: z.string().optional(),
  tokenUrl: z.string().optional(),
  scope: z.array(z.string()).optional().catch(undefined),
  grantType: z.string().optional(),
  pkce: z.boolean().optional().catch(undefined),
  prompt: z.string().optional().catch(undefined),
  authorizationMethod: z.string().optional().catch(undefined),
  extra: z.record(z.string(), z.string()).optional().catch(undefined),
  /** true where the piece has a function that tries credentials out */
  validates: z.boolean().optional(),
})
export type AuthData = z.output<typeof AuthData>

const Part = z.looseObject({
  name: z.string(),
  displayName: z.string().catch(''),
  description: z.string().catch(''),
  props: Properties,
  requireAuth: z.boolean().catch(true),
  /** true where the piece has a function for trying it out */
  tests: z.boolean().optional(),
})

const ActionData = Part.extend({
  aiMetadata: z.looseObject({ idempotent: z.boolean().optional() }).optional().catch(undefined),
})
export type ActionData = z.output<typeof ActionData>

const TriggerData = Part.extend({
  type: z.enum(['POLLING', 'WEBHOOK', 'APP_WEBHOOK', 'MANUAL']),
  sampleData: z.json().nullish().catch(null),
  handshakeConfiguration: z
    .looseObject({ strategy: z.string(), paramName: z.string().optional() })
    .nullish()
    .catch(null),
  renewConfiguration: z
    .looseObject({ strategy: z.string(), cronExpression: z.string().optional() })
    .nullish()
    .catch(null),
})
export type TriggerData = z.output<typeof TriggerData>

/** What the guest's `describe` says of a piece: Activepieces' own metadata as JSON, its functions told as flags. */
export const Metadata = z.looseObject({
  displayName: z.string(),
  description: z.string().catch(''),
  logoUrl: z.string().optional().catch(undefined),
  authors: z.array(z.string()).catch([]),
  categories: z.array(z.string()).catch([]),
  /** the kinds of credentials it takes */
  auth: z.array(AuthData).catch([]),
  actions: z.record(z.string(), ActionData),
  triggers: z.record(z.string(), TriggerData),
  /** of the contexts it expects: '1', '2'; null for pieces from before there were versions */
  contextVersion: z.string().nullable().catch(null),
  /** true where its app sends all events to one address */
  hasAppEvents: z.boolean().catch(false),
})
export type Metadata = z.output<typeof Metadata>

/** A community piece as it is installed. */
export interface CommunityPiece {
  /** short, as in the catalogue: `notion` */
  name: string
  /** on npm: `@activepieces/piece-notion` */
  package: string
  version: string
  /** of the code, SHA-256 in hex: the same hash is the same bytes */
  hash: string
  metadata: Metadata
}
