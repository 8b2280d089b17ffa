import { Component, type ReactNode } from 'react'
import { Failure } from '../ui/empty.tsx'

/**
 * Shows what went wrong in place of a page that broke, or whose code is gone since a new version was deployed.
 * `at` is where we are: elsewhere, it tries anew. React knows boundaries only as classes.
 */
export class ErrorBoundary extends Component<{ at: string; children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidUpdate(before: { at: string }) {
    if (before.at !== this.props.at && this.state.error !== undefined) this.setState({ error: undefined })
  }

  override render() {
    const { error } = this.state
    return error === undefined ? (
      this.props.children
    ) : (
      <Failure error={error} onRetry={() => location.reload()} />
    )
  }
}
