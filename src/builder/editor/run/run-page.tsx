export default function RunPage(_: { workflow: unknown; runId: string; pieces: unknown }) {
  return null
}
