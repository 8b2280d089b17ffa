import type { Bench } from '../bench.ts'

export async function testUpTo(_bench: Bench, _name: string): Promise<void> {}
