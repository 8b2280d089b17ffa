import { messageOf } from './empty.tsx'

/** Why a form was not taken. */
export const FormError = ({ error }: { error: unknown }) =>
  error ? (
    <p role="alert" className="break-words rounded-md bg-danger-soft px-3 py-2 text-danger-ink text-sm">
      {messageOf(error)}
    </p>
  ) : null
