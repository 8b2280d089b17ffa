import type { Dialect } from '../_sql/statements.ts'

const quote = (name: string) => `\`${name.replaceAll('`', '``')}\``

/** How MySQL and MariaDB write things. */
export const dialect: Dialect = { quote, argument: () => '?', table: quote }
