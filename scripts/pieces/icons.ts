import { createRequire } from 'node:module'
import { svg, tile } from '../../src/piece/tile.ts'

/** Icons of pieces whose name is not the brand's slug in Simple Icons (CC0). */
const SIMPLE: Readonly<Record<string, string>> = {
  claude: 'claude',
  'cal-com': 'caldotcom',
  'google-calendar': 'googlecalendar',
  'google-docs': 'googledocs',
  'google-drive': 'googledrive',
  'google-forms': 'googleforms',
  'google-gemini': 'googlegemini',
  'google-sheets': 'googlesheets',
  'help-scout': 'helpscout',
  'jira-cloud': 'jira',
  'mistral-ai': 'mistralai',
  postgres: 'postgresql',
  'telegram-bot': 'telegram',
  whatsapp: 'whatsapp',
  'zoho-crm': 'zoho',
}

/** Icons from the logo set of SVG Porn (CC0), for brands Simple Icons does not carry. */
const LOGOS: Readonly<Record<string, string>> = {
  activecampaign: 'active-campaign-icon',
  'amazon-s3': 'aws-s3',
  'microsoft-teams': 'microsoft-teams',
  monday: 'monday-icon',
  openai: 'openai-icon',
  pipedrive: 'pipedrive',
  salesforce: 'salesforce',
  sendgrid: 'sendgrid-icon',
  slack: 'slack-icon',
  twilio: 'twilio-icon',
}

interface LogoSet {
  width?: number
  height?: number
  icons: Record<string, { body: string; width?: number; height?: number }>
}

const require = createRequire(import.meta.url)
const simple: ReadonlyMap<string, { path: string; hex: string }> = new Map(
  Object.values(require('simple-icons') as Record<string, { slug: string; path: string; hex: string }>).map(
    (icon) => [icon.slug, icon],
  ),
)
const logos = require('@iconify-json/logos/icons.json') as LogoSet

/** The icon of a piece as SVG text: the brand's where a free set has it, else a tile with its first letters. */
export function iconOf(name: string, displayName: string): string {
  const logo = logos.icons[LOGOS[name] ?? '']
  if (logo) {
    const { width = logos.width ?? 256, height = logos.height ?? 256, body } = logo
    return svg(`0 0 ${width} ${height}`, body)
  }
  const icon = simple.get(SIMPLE[name] ?? name.replaceAll('-', ''))
  if (icon) return svg('0 0 24 24', `<path fill="#${icon.hex}" d="${icon.path}"/>`)
  return tile(name, displayName)
}
