import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite` itself, with hot reload, finds the Worker: start that with `npm start`. */
const WORKER = process.env.PATCHCORD_URL ?? 'http://127.0.0.1:8787'
const WORKER_PATHS = ['/v1', '/pieces', '/files', '/hooks', '/oauth', '/reference', '/openapi.json']

/** Builds the builder into `public/app`, beside the icons that the Worker serves already. */
export default defineConfig(({ command }) => ({
  root: 'src/builder',
  base: command === 'build' ? '/app/' : '/',
  publicDir: false,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../../public/app',
    // scripts/build-builder.ts removes what is old, once the new is there.
    emptyOutDir: false,
    manifest: true,
    // The design tokens rest on light-dark(), which these know.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(WORKER_PATHS.map((path) => [path, { target: WORKER, ws: true }])),
  },
}))
