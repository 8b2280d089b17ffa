import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

interface Process {
  pid: number
  parent: number
}

/** Every process that runs. One that has ended and waits for its parent to notice does not count. */
function processes(): Process[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs()
}

/** Linux tells without a program that a machine may lack. */
function fromProc(): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    try {
      // The name in parentheses may hold anything; state and parent follow the last one.
      const [, state, parent] = /.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent) }]
    } catch {
      // It ended while we looked.
      return []
    }
  })
}

function fromPs(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/)
    return state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }]
  })
}

/** A process and all it has started, directly or not, the oldest first. */
export function treeOf(root: number): number[] {
  const all = processes()
  const tree = all.filter(({ pid }) => pid === root).map(({ pid }) => pid)
  // The array grows as it is walked: children of children come in behind.
  for (const pid of tree) {
    tree.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid))
  }
  return tree
}

/** Kills a process and all it has started, as a power cut would. Gives back who they were. */
export function killTree(root: number): number[] {
  const tree = treeOf(root)
  for (const pid of tree) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
  return tree
}

/** Those of `pids` that still run. */
export function alive(pids: number[]): number[] {
  const running = new Set(processes().map(({ pid }) => pid))
  return pids.filter((pid) => running.has(pid))
}

/** Waits until none of `pids` runs. */
export async function untilGone(pids: number[]): Promise<void> {
  while (alive(pids).length > 0) await sleep(20)
}
