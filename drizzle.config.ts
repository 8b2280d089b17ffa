import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: [
    './src/db/schema.ts',
    './src/db/schema-access.ts',
    './src/db/schema-calling.ts',
    './src/db/schema-campaigns.ts',
    './src/db/schema-connections.ts',
    './src/db/schema-pieces.ts',
    './src/db/schema-platforms.ts',
    './src/db/schema-replays.ts',
    './src/db/schema-triggers.ts',
  ],
  out: './migrations',
})
