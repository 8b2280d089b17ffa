import type { Texts } from '../i18n/texts.ts'

export const templatesTexts = {
  title: { en: 'Templates', es: 'Plantillas' },
  text: {
    en: 'Ready workflows. Copy one, choose its connections, and change what you like.',
    es: 'Flujos ya hechos. Copia uno, elige sus conexiones y cambia lo que quieras.',
  },
  search: { en: 'Search templates', es: 'Buscar plantillas' },
  language: { en: 'Language', es: 'Idioma' },
  category: { en: 'Category', es: 'Categoría' },
  anyCategory: { en: 'Any category', es: 'Cualquier categoría' },
  noMatch: { en: 'No template matches', es: 'Ninguna plantilla coincide' },
  noMatchText: {
    en: 'Search for something else, or start a workflow of your own.',
    es: 'Busca otra cosa o empieza un flujo propio.',
  },
  steps: { en: 'What it does', es: 'Qué hace' },
  branch: { en: 'If: {name}', es: 'Si: {name}' },
  loop: { en: 'For each', es: 'Por cada uno' },
  onFailure: { en: 'If it fails', es: 'Si falla' },
  use: { en: 'Use this template', es: 'Usar esta plantilla' },
  name: { en: 'Name of the workflow', es: 'Nombre del flujo' },
  keepName: {
    en: 'The agent calls the function by its name.',
    es: 'El agente llama a la función por su nombre.',
  },
  connections: { en: 'Connections', es: 'Conexiones' },
  chooseLater: { en: 'Choose later', es: 'Elegir más tarde' },
  newConnection: { en: 'New', es: 'Nueva' },
  settings: { en: 'Settings', es: 'Ajustes' },
  fillLater: { en: 'Empty ones can be filled in later.', es: 'Los vacíos se pueden rellenar más tarde.' },
  copy: { en: 'Make the workflow', es: 'Crear el flujo' },
  after: { en: 'Then', es: 'Después' },
  guide: { en: 'Guide', es: 'Guía' },
} satisfies Texts
