import type { Texts } from '../i18n/texts.ts'

export const settingsTexts = {
  title: { en: 'Settings', es: 'Ajustes' },
  keys: { en: 'API keys', es: 'Claves de API' },
  members: { en: 'Members', es: 'Miembros' },
  apps: { en: 'OAuth apps', es: 'Apps OAuth' },
  secrets: { en: 'App secrets', es: 'Secretos de apps' },
  retention: { en: 'Retention', es: 'Conservación' },
  forbidden: { en: 'Only administrators see this.', es: 'Solo los administradores ven esto.' },
} satisfies Texts

export const keyTexts = {
  text: {
    en: 'Programs send a key as “Authorization: Bearer pck_…”. Give each only the scopes it needs.',
    es: 'Los programas envían una clave como «Authorization: Bearer pck_…». Da a cada una solo los permisos que necesita.',
  },
  new: { en: 'New key', es: 'Nueva clave' },
  name: { en: 'Name', es: 'Nombre' },
  nameHint: { en: 'What uses it.', es: 'Quién la usa.' },
  scopes: { en: 'Scopes', es: 'Permisos' },
  allScopes: { en: 'All', es: 'Todos' },
  expires: { en: 'Expires', es: 'Caduca' },
  never: { en: 'Never', es: 'Nunca' },
  days: {
    en: { one: 'In {count} day', other: 'In {count} days' },
    es: { one: 'En {count} día', other: 'En {count} días' },
  },
  shownOnce: { en: 'Keep this key now', es: 'Guarda esta clave ahora' },
  shownOnceText: { en: 'It is shown this once.', es: 'Solo se muestra esta vez.' },
  key: { en: 'API key', es: 'Clave de API' },
  kept: { en: 'I have kept it', es: 'Ya la he guardado' },
  used: { en: 'Used {ago}', es: 'Usada {ago}' },
  unused: { en: 'Never used', es: 'Sin usar' },
  by: { en: 'by {name}', es: 'por {name}' },
  scopeCount: {
    en: { one: '{count} scope', other: '{count} scopes' },
    es: { one: '{count} permiso', other: '{count} permisos' },
  },
  revoked: { en: 'Revoked', es: 'Anulada' },
  expired: { en: 'Expired', es: 'Caducada' },
  expiresOn: { en: 'Expires {date}', es: 'Caduca el {date}' },
  revoke: { en: 'Revoke', es: 'Anular' },
  revokeTitle: { en: 'Revoke “{name}”?', es: '¿Anular «{name}»?' },
  revokeText: {
    en: 'What uses it is refused from now on.',
    es: 'Lo que la use será rechazado desde ahora.',
  },
  none: { en: 'No keys yet', es: 'Aún no hay claves' },
} satisfies Texts

export const memberTexts = {
  text: { en: 'The people who log in here.', es: 'Las personas que entran aquí.' },
  invite: { en: 'Invite somebody', es: 'Invitar a alguien' },
  email: { en: 'E-mail', es: 'Correo electrónico' },
  name: { en: 'Name', es: 'Nombre' },
  role: { en: 'Role', es: 'Rol' },
  roleOf: { en: 'Role of {name}', es: 'Rol de {name}' },
  ADMINISTRATOR: { en: 'Administrator', es: 'Administrador' },
  MEMBER: { en: 'Member', es: 'Miembro' },
  READER: { en: 'Reader', es: 'Lector' },
  roleHint: {
    en: 'Readers look. Members build and run. Administrators also decide who gets in.',
    es: 'Los lectores miran. Los miembros crean y ejecutan. Los administradores deciden además quién entra.',
  },
  link: { en: 'Invitation', es: 'Invitación' },
  linkText: {
    en: 'Send it to them. It is shown this once, and good for seven days.',
    es: 'Envíasela. Solo se muestra esta vez y vale siete días.',
  },
  invited: { en: 'Invited until {date}', es: 'Invitación hasta el {date}' },
  lastSeen: { en: 'Logged in {ago}', es: 'Entró {ago}' },
  neverSeen: { en: 'Never logged in', es: 'Nunca ha entrado' },
  you: { en: 'You', es: 'Tú' },
  newInvite: { en: 'New invitation', es: 'Nueva invitación' },
  actionsOf: { en: 'Actions of {name}', es: 'Acciones de {name}' },
  removeTitle: { en: 'Remove {name}?', es: '¿Quitar a {name}?' },
  removeText: {
    en: 'They are logged out at once. What they made stays.',
    es: 'Su sesión se cierra al instante. Lo que creó se conserva.',
  },
} satisfies Texts

export const appTexts = {
  oauthText: {
    en: 'Services let people log in to an app that you register with them, once for everybody here.',
    es: 'Los servicios permiten iniciar sesión en una app que registras con ellos, una vez para todos.',
  },
  service: { en: 'Service', es: 'Servicio' },
  choose: { en: 'Choose a service', es: 'Elige un servicio' },
  redirect: { en: 'Redirect address', es: 'Dirección de redirección' },
  clientId: { en: 'Client id', es: 'Client id' },
  clientSecret: { en: 'Client secret', es: 'Client secret' },
  secretHint: { en: 'Kept encrypted, shown to nobody.', es: 'Se guarda cifrado y no se muestra a nadie.' },
  keptSince: { en: 'An app is kept since {date}.', es: 'Hay una app guardada desde el {date}.' },
  noneKept: { en: 'No app is kept yet.', es: 'Aún no hay ninguna app guardada.' },
  forget: { en: 'Forget', es: 'Olvidar' },
  saved: { en: 'Saved.', es: 'Guardado.' },
  forgotten: { en: 'Forgotten.', es: 'Olvidado.' },
  eventsText: {
    en: 'Some apps send all their events to one address, and sign them. Without the secret they are refused.',
    es: 'Algunas apps envían todos sus eventos a una dirección y los firman. Sin el secreto se rechazan.',
  },
  keptSecrets: { en: 'Services whose events are taken', es: 'Servicios cuyos eventos se aceptan' },
  noSecrets: {
    en: 'No secret is kept yet: no app may send events.',
    es: 'Aún no hay ningún secreto: ninguna app puede enviar eventos.',
  },
  setOn: { en: 'Set {date}', es: 'Guardado el {date}' },
  configured: { en: 'By the server’s configuration', es: 'En la configuración del servidor' },
  eventsUrl: { en: 'Address for events', es: 'Dirección para eventos' },
  signingSecret: { en: 'Signing secret', es: 'Secreto de firma' },
  forgetTitle: { en: 'Forget it?', es: '¿Olvidarlo?' },
  forgetAppText: {
    en: 'Connections that were made with it can’t be renewed any more.',
    es: 'Las conexiones hechas con ella ya no se podrán renovar.',
  },
  forgetSecretText: {
    en: 'The app’s events are refused from now on.',
    es: 'Los eventos de la app se rechazarán desde ahora.',
  },
} satisfies Texts

export const retentionTexts = {
  text: {
    en: 'How long runs are kept after their end. Where nothing is set, the server’s own time counts (PATCHCORD_RETENTION_DAYS, 30 days).',
    es: 'Cuánto se conservan las ejecuciones tras terminar. Si no se indica nada, vale el tiempo del servidor (PATCHCORD_RETENTION_DAYS, 30 días).',
  },
  workflow: { en: 'Workflow', es: 'Flujo' },
  days: { en: 'Days', es: 'Días' },
  daysOf: { en: 'Days for {name}', es: 'Días para {name}' },
  default: { en: 'Server’s', es: 'Del servidor' },
  saved: { en: 'Saved.', es: 'Guardado.' },
  none: { en: 'No workflows yet', es: 'Aún no hay flujos' },
} satisfies Texts
