import type { Texts } from '../i18n/texts.ts'

export const workflowsTexts = {
  givenUp: {
    en: {
      one: 'Nothing starts {count} workflow any more',
      other: 'Nothing starts {count} workflows any more',
    },
    es: { one: 'Nada inicia ya {count} flujo', other: 'Nada inicia ya {count} flujos' },
  },
  failures: {
    en: { one: '{count} failure in a row', other: '{count} failures in a row' },
    es: { one: '{count} fallo', other: '{count} fallos seguidos' },
  },
  givenUpText: {
    en: 'Mend what the error says, then switch the workflow off and on.',
    es: 'Corrige lo que dice el error y luego desactiva y activa el flujo.',
  },
  title: { en: 'Workflows', es: 'Flujos de trabajo' },
  new: { en: 'New workflow', es: 'Nuevo flujo' },
  search: { en: 'Search workflows', es: 'Buscar flujos' },
  category: { en: 'Category', es: 'Categoría' },
  anyCategory: { en: 'Any category', es: 'Cualquier categoría' },
  anyStatus: { en: 'Any status', es: 'Cualquier estado' },
  enabled: { en: 'Enabled', es: 'Activado' },
  disabled: { en: 'Disabled', es: 'Desactivado' },
  draft: { en: 'Draft', es: 'Borrador' },
  unpublished: { en: 'Unpublished changes', es: 'Cambios sin publicar' },
  invalid: { en: 'Needs attention', es: 'Requiere atención' },
  triggerFailed: { en: 'Trigger failed: {message}', es: 'El disparador ha fallado: {message}' },
  triggerFailedShort: { en: 'Trigger failed', es: 'Disparador con error' },
  edited: { en: 'Edited {ago}', es: 'Editado {ago}' },
  enable: { en: 'Enable {name}', es: 'Activar {name}' },
  publishFirst: { en: 'Publish it first', es: 'Publícalo primero' },
  select: { en: 'Select {name}', es: 'Seleccionar {name}' },
  actionsOf: { en: 'Actions of {name}', es: 'Acciones de {name}' },
  runsOf: { en: 'Its runs', es: 'Sus ejecuciones' },
  export: { en: 'Export as JSON', es: 'Exportar como JSON' },
  moveTo: { en: 'Move to', es: 'Mover a' },
  renameTitle: { en: 'Rename the workflow', es: 'Cambiar el nombre del flujo' },
  deleteTitle: { en: 'Delete “{name}”?', es: '¿Eliminar «{name}»?' },
  deleteText: {
    en: 'It leaves its agents at once. Runs that are under way still end.',
    es: 'Deja sus agentes al instante. Las ejecuciones en curso terminarán.',
  },
  deleteManyTitle: {
    en: { one: 'Delete {count} workflow?', other: 'Delete {count} workflows?' },
    es: { one: '¿Eliminar {count} flujo?', other: '¿Eliminar {count} flujos?' },
  },
  deleted: { en: '“{name}” was deleted.', es: '«{name}» se ha eliminado.' },
  selected: {
    en: { one: '{count} selected', other: '{count} selected' },
    es: { one: '{count} seleccionado', other: '{count} seleccionados' },
  },
  enableAll: { en: 'Enable', es: 'Activar' },
  disableAll: { en: 'Disable', es: 'Desactivar' },
  someFailed: {
    en: { one: '{count} could not be changed: {message}', other: '{count} could not be changed: {message}' },
    es: {
      one: '{count} no se ha podido cambiar: {message}',
      other: '{count} no se han podido cambiar: {message}',
    },
  },
  folders: { en: 'Folders', es: 'Carpetas' },
  allWorkflows: { en: 'All workflows', es: 'Todos los flujos' },
  noFolder: { en: 'In no folder', es: 'Sin carpeta' },
  newFolder: { en: 'New folder', es: 'Nueva carpeta' },
  renameFolder: { en: 'Rename the folder', es: 'Cambiar el nombre de la carpeta' },
  deleteFolderTitle: { en: 'Delete the folder “{name}”?', es: '¿Eliminar la carpeta «{name}»?' },
  deleteFolderText: {
    en: 'Its workflows stay, in no folder.',
    es: 'Sus flujos se quedan, sin carpeta.',
  },
  noneTitle: { en: 'Where in a call does it run?', es: '¿En qué momento de la llamada?' },
  noneText: {
    en: 'A workflow runs before, during or after a call, or makes the phone ring. Choose a door; you can change everything later.',
    es: 'Un flujo se ejecuta antes, durante o después de una llamada, o hace sonar el teléfono. Elige una puerta; todo se puede cambiar después.',
  },
  noMatchTitle: { en: 'No workflow matches', es: 'Ningún flujo coincide' },
  noMatchText: {
    en: 'Search for something else, or remove a filter.',
    es: 'Busca otra cosa o quita algún filtro.',
  },
} satisfies Texts
