import { isObject } from '../../../json.ts'

/** Sample data as a tree to pick from: each node knows the expression that reads it. */
export interface DataNode {
  /** the expression: `step_1.body.items[0]` */
  path: string
  label: string
  kind: 'text' | 'number' | 'boolean' | 'empty' | 'list' | 'object'
  /** the value in a few words */
  preview: string
  children: readonly DataNode[]
}

const MAX_ITEMS = 50
const MAX_FIELDS = 300
const MAX_DEPTH = 12
const MAX_PREVIEW = 80

/** The tree below a value. Long lists, and what is nested very deep, are cut: an expression can still be typed. */
export function dataNode(path: string, label: string, value: unknown, depth = 0): DataNode {
  const children = depth >= MAX_DEPTH ? [] : childrenOf(path, value, depth + 1)
  return { path, label, kind: kindOf(value), preview: previewOf(value), children }
}

function childrenOf(path: string, value: unknown, depth: number): DataNode[] {
  if (Array.isArray(value)) {
    return value
      .slice(0, MAX_ITEMS)
      .map((item, index) => dataNode(`${path}[${index}]`, `${index + 1}`, item, depth))
  }
  if (!isObject(value)) return []
  return Object.entries(value)
    .slice(0, MAX_FIELDS)
    .map(([key, item]) => dataNode(memberPath(path, key), key, item, depth))
}

/** The expression that reads a member. */
export function memberPath(path: string, key: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}.${key}`
  return `${path}['${key.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}']`
}

/** A text that stands for the value at a path. */
export function tokenOf(path: string): string {
  return `{{${path}}}`
}

function kindOf(value: unknown): DataNode['kind'] {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  return typeof value === 'number' || typeof value === 'boolean' ? (typeof value as 'number') : 'text'
}

/** A value in a few words: what is in it where it is short, else how much there is. */
export function previewOf(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return shortened(value)
  if (Array.isArray(value)) return `[${value.length}]`
  if (isObject(value)) return shortened(JSON.stringify(value))
  return String(value)
}

function shortened(text: string): string {
  const line = text.slice(0, MAX_PREVIEW * 2).replaceAll(/\s+/g, ' ')
  return line.length > MAX_PREVIEW ? `${line.slice(0, MAX_PREVIEW)}…` : line
}

/** The nodes whose label or value has every word of a query, with what is above them, and below where they match. */
export function searchData(nodes: readonly DataNode[], query: string): DataNode[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...nodes]
  const matches = ({ label, preview, path, children }: DataNode) => {
    const said = `${label} ${path} ${children.length === 0 ? preview : ''}`.toLowerCase()
    return words.every((word) => said.includes(word))
  }
  const kept = (node: DataNode): DataNode[] => {
    const children = node.children.flatMap(kept)
    if (children.length > 0) return [{ ...node, children }]
    return matches(node) ? [node] : []
  }
  return nodes.flatMap(kept)
}
