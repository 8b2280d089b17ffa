import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { activeMs, type CpuProfile } from './cpu-profile.ts'
import { bundleFiles, PRODUCT_CONFIG, wrangler } from './server.ts'
import { median } from './stats.ts'

/** What it takes to bring the Worker up. */
export interface Startup {
  /** CPU of the global scope's evaluation, as workerd's profiler sees it on this machine */
  cpuMs: number
  bundleBytes: number
  gzipBytes: number
}

/** Profiles the start of the Worker in workerd (`wrangler check startup`) and weighs its bundle. */
export async function measureStartup(
  bundle: string,
  times: number,
  config = PRODUCT_CONFIG,
): Promise<Startup> {
  const cpu: number[] = []
  for (let n = 0; n < times; n++) {
    const file = join(bundle, 'startup.cpuprofile')
    await wrangler('check', 'startup', '--config', config, '--outfile', file)
    cpu.push(activeMs(JSON.parse(await readFile(file, 'utf8')) as CpuProfile))
  }
  const files = await Promise.all((await bundleFiles(bundle)).map((file) => readFile(file)))
  const total = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0)
  return {
    cpuMs: median(cpu),
    bundleBytes: total(files.map((file) => file.length)),
    gzipBytes: total(files.map((file) => gzipSync(file).length)),
  }
}
