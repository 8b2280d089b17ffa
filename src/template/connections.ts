import type { NeededConnection } from './source.ts'

/** The connections that templates ask for. */

const oauth = {
  en: 'Log in with the account that the workflow should use.',
  es: 'Inicia sesión con la cuenta que debe usar el flujo.',
}

export const googleCalendar: NeededConnection = {
  key: 'google_calendar',
  piece: 'google-calendar',
  type: 'OAUTH2',
  name: { en: 'Google Calendar', es: 'Google Calendar' },
  description: oauth,
}

export const googleSheets: NeededConnection = {
  key: 'google_sheets',
  piece: 'google-sheets',
  type: 'OAUTH2',
  name: { en: 'Google Sheets', es: 'Google Sheets' },
  description: oauth,
}

export const gmail: NeededConnection = {
  key: 'gmail',
  piece: 'gmail',
  type: 'OAUTH2',
  name: { en: 'Gmail', es: 'Gmail' },
  description: {
    en: 'Log in with the account that the e-mails come from.',
    es: 'Inicia sesión con la cuenta desde la que se envían los correos.',
  },
}

export const calCom: NeededConnection = {
  key: 'cal_com',
  piece: 'cal-com',
  type: 'SECRET_TEXT',
  name: { en: 'Cal.com', es: 'Cal.com' },
  description: {
    en: 'An API key. In Cal.com: Settings › Developer › API keys.',
    es: 'Una clave de API. En Cal.com: Settings › Developer › API keys.',
  },
}

export const hubspot: NeededConnection = {
  key: 'hubspot',
  piece: 'hubspot',
  type: 'SECRET_TEXT',
  name: { en: 'HubSpot', es: 'HubSpot' },
  description: {
    en: 'The access token of a private app: Settings › Integrations › Private apps. An OAuth connection works too.',
    es: 'El token de acceso de una aplicación privada: Configuración › Integraciones › Aplicaciones privadas. También vale una conexión OAuth.',
  },
}

export const slack: NeededConnection = {
  key: 'slack',
  piece: 'slack',
  type: 'SECRET_TEXT',
  name: { en: 'Slack', es: 'Slack' },
  description: {
    en: 'A bot token (xoxb-…) of a bot that is in the channel. An OAuth connection works too.',
    es: 'El token (xoxb-…) de un bot que esté en el canal. También vale una conexión OAuth.',
  },
}

export const twilio: NeededConnection = {
  key: 'twilio',
  piece: 'twilio',
  type: 'BASIC_AUTH',
  name: { en: 'Twilio', es: 'Twilio' },
  description: {
    en: 'Account SID and auth token, from the front page of the Twilio console.',
    es: 'El Account SID y el auth token, en la página de inicio de la consola de Twilio.',
  },
}

export const whatsapp: NeededConnection = {
  key: 'whatsapp',
  piece: 'whatsapp',
  type: 'CUSTOM_AUTH',
  name: { en: 'WhatsApp Business', es: 'WhatsApp Business' },
  description: {
    en: 'Access token and business account ID, from WhatsApp › API Setup of your app at Meta.',
    es: 'El token de acceso y el ID de la cuenta de empresa, en WhatsApp › API Setup de tu aplicación de Meta.',
  },
}

export const ai: NeededConnection = {
  key: 'ai',
  piece: 'ai',
  type: 'CUSTOM_AUTH',
  name: { en: 'AI model', es: 'Modelo de IA' },
  description: {
    en: 'A provider with its API key, and a usual model in the connection.',
    es: 'Un proveedor con su clave de API, y el modelo habitual en la conexión.',
  },
}

export const zendesk: NeededConnection = {
  key: 'zendesk',
  piece: 'zendesk',
  type: 'CUSTOM_AUTH',
  name: { en: 'Zendesk', es: 'Zendesk' },
  description: {
    en: 'Subdomain, e-mail and API token of an agent: Admin Center › Apps and integrations › APIs.',
    es: 'Subdominio, correo y token de API de un agente: Centro de administración › Aplicaciones e integraciones › API.',
  },
}

export const shopify: NeededConnection = {
  key: 'shopify',
  piece: 'shopify',
  type: 'CUSTOM_AUTH',
  name: { en: 'Shopify', es: 'Shopify' },
  description: {
    en: 'Shop and Admin API token of an app that may read orders: Settings › Apps › Develop apps.',
    es: 'Tienda y token de la Admin API de una aplicación que pueda leer pedidos: Configuración › Aplicaciones › Desarrollar aplicaciones.',
  },
}
