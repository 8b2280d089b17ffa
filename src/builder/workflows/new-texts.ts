import type { Texts } from '../i18n/texts.ts'

export const newWorkflowTexts = {
  title: { en: 'New workflow', es: 'Nuevo flujo de trabajo' },
  pre_call: { en: 'Before the call', es: 'Antes de la llamada' },
  pre_callText: {
    en: 'Look the caller up, and tell the agent what it should know.',
    es: 'Busca a quien llama y dile al agente lo que debe saber.',
  },
  pre_callName: { en: 'Look the caller up', es: 'Buscar a quien llama' },
  during_call: { en: 'During the call', es: 'Durante la llamada' },
  during_callText: {
    en: 'Be a tool of the agent: check, book, look up, and answer in moments.',
    es: 'Sé una herramienta del agente: consulta, reserva, busca y responde al instante.',
  },
  during_callName: { en: 'answer_the_agent', es: 'responder_al_agente' },
  post_call: { en: 'After the call', es: 'Después de la llamada' },
  post_callText: {
    en: 'Sum it up, write it to your systems, and tell your team.',
    es: 'Resúmela, anótala en tus sistemas y avisa a tu equipo.',
  },
  post_callName: { en: 'After the call', es: 'Después de la llamada' },
  call_launcher: { en: 'Start a call', es: 'Iniciar una llamada' },
  call_launcherText: {
    en: 'A form, an event or a schedule makes the phone ring.',
    es: 'Un formulario, un evento o un horario hacen sonar el teléfono.',
  },
  call_launcherName: { en: 'Call back', es: 'Devolver la llamada' },
  sampleCall: { en: 'Try it with a sample call', es: 'Probar con una llamada de ejemplo' },
  samplePlayed: {
    en: 'This is a sample workflow, and what a call did in it.',
    es: 'Este es un flujo de ejemplo y lo que hizo una llamada en él.',
  },
  templates: { en: 'Templates', es: 'Plantillas' },
  fromTemplate: { en: 'Browse all templates', es: 'Ver todas las plantillas' },
  blank: { en: 'Start empty', es: 'Empezar en blanco' },
  blankName: { en: 'Untitled workflow', es: 'Flujo sin título' },
  importFile: { en: 'Import a JSON file', es: 'Importar un archivo JSON' },
  importFailed: { en: '“{file}” is not JSON: {message}', es: '«{file}» no es JSON: {message}' },
  imported: {
    en: { one: '{count} workflow was imported.', other: '{count} workflows were imported.' },
    es: { one: 'Se ha importado {count} flujo.', other: 'Se han importado {count} flujos.' },
  },
} satisfies Texts
