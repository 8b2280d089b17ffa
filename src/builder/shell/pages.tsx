import {
  Activity,
  Bot,
  Cable,
  LayoutTemplate,
  type LucideIcon,
  Megaphone,
  Phone,
  Settings,
  Workflow,
} from 'lucide-react'
import type { shellTexts } from './texts.ts'

/** A page that the navigation leads to. */
export interface PageLink {
  path: string
  text: keyof typeof shellTexts
  icon: LucideIcon
}

/** The navigation, in its groups. */
export const PAGE_GROUPS: readonly { text: keyof typeof shellTexts; pages: readonly PageLink[] }[] = [
  {
    text: 'groupBuild',
    pages: [
      { path: '/workflows', text: 'workflows', icon: Workflow },
      { path: '/templates', text: 'templates', icon: LayoutTemplate },
    ],
  },
  {
    text: 'groupFollow',
    pages: [
      { path: '/runs', text: 'runs', icon: Activity },
      { path: '/calls', text: 'calls', icon: Phone },
      { path: '/campaigns', text: 'campaigns', icon: Megaphone },
    ],
  },
  {
    text: 'groupConnect',
    pages: [
      { path: '/agents', text: 'agents', icon: Bot },
      { path: '/connections', text: 'connections', icon: Cable },
      { path: '/settings', text: 'settings', icon: Settings },
    ],
  },
]
