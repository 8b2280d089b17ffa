import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
import { contractService } from './test/support/contract-service.ts'
import { pieceBundles } from './test/support/piece-bundles.ts'

/** Bindings every test inside workerd gets on top of wrangler.toml. */
async function testBindings(extra: Record<string, string> = {}) {
  return {
    TEST_MIGRATIONS: await readD1Migrations('./migrations'),
    PATCHCORD_ADMIN_TOKEN: 'test-admin-token',
    PATCHCORD_ENCRYPTION_KEY: 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
    PATCHCORD_ALLOW_PRIVATE_HOSTS: '1',
    PATCHCORD_SIMULATOR_RING_SECONDS: '0',
    ...extra,
  }
}

/**
 * All modules that a file may load reach workerd in one message, which a WebSocket takes 32 MiB of. Half of them would be
 * the source maps of dependencies, which nobody reads.
 */
const withoutMapsOfDependencies = {
  name: 'without-maps-of-dependencies',
  enforce: 'post' as const,
  transform(code: string, id: string) {
    return id.includes('/node_modules/') || id.includes('.json') ? { code, map: { mappings: '' } } : undefined
  },
}

async function workerd(name: string, include: string[], extra: Record<string, string> = {}) {
  return {
    plugins: [
      withoutMapsOfDependencies,
      cloudflareTest({
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          bindings: await testBindings(extra),
          serviceBindings: { CONTRACTS: contractService, PIECES: pieceBundles },
        },
      }),
    ],
    test: {
      name,
      include,
      testTimeout: PATIENT_MS,
      setupFiles: ['./test/support/workerd-setup.ts'],
      // Vitest's own loader can't read this package's mix of module kinds; the bundler of wrangler can.
      deps: { optimizer: { ssr: { enabled: true, include: ['node-html-markdown'] } } },
    },
  }
}

/** A test that passes in milliseconds may take seconds where many run on a busy machine. */
const PATIENT_MS = 30_000

const workerdTests = ['{src,pieces,test}/**/*.workerd.test.ts']

export default defineConfig(async () => ({
  test: {
    // Vitest leaves a core free unless told otherwise. End-to-end tests mostly wait, so more files than cores run at a time.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: PATIENT_MS,
          // They share nothing but modules, and loading those anew for each file costs more than most files' tests.
          isolate: false,
          include: ['{src,pieces,test,scripts}/**/*.test.ts'],
          exclude: [
            '**/*.workerd.test.ts',
            '**/*.evict.test.ts',
            'test/e2e/**',
            'test/soak/**',
            'test/browser/**',
          ],
        },
      },
      await workerd('workerd', workerdTests),
      await workerd('evict', ['{src,test}/**/*.evict.test.ts'], { PATCHCORD_STEPS_PER_TURN: '1' }),
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // A project of one worker is in no group with others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
}))
