/** A text as it stands in a formula. */
export const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** A column as it stands in a formula. */
export const reference = (name: string) => `{${name.replace(/[\\}]/g, '\\$&')}}`
