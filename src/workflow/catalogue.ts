/** What validation knows about one input field. */
export interface FieldRule {
  required: boolean
  /** it is asked for only while another field holds one of these values */
  when?: { field: string; is: readonly unknown[] }
  /** the only values the field takes, where they are fixed */
  choices?: readonly unknown[]
  /** true where the value is secret, or the names of those inside it that are */
  secret?: true | readonly string[]
}

/** What validation knows about one action or trigger. */
export interface StepRule {
  input: Record<string, FieldRule>
  /** true where the step can't run without a connection in `input.auth` */
  needsConnection?: boolean
}

/** What validation knows about one piece. */
export interface PieceRules {
  version?: string
  actions: Record<string, StepRule>
  triggers: Record<string, StepRule>
}

/** What validation knows about one connection. */
export interface ConnectionFacts {
  /** short name */
  pieceName: string
  status: 'ACTIVE' | 'ERROR'
}

/** The pieces and connections a definition may use. */
export interface Catalogue {
  /**
   * @param name short: `http`
   * @param version as the step pins it; it tells a community piece from one of ours
   */
  piece(name: string, version?: string): PieceRules | undefined
  /** left out where nothing is known of connections: they are then not checked */
  connection?(id: string): ConnectionFacts | undefined
}
