import type { Texts } from '../i18n/texts.ts'

export const loginTexts = {
  title: { en: 'Log in', es: 'Inicia sesión' },
  text: {
    en: 'Workflows for your voice agents: before, during and after each call.',
    es: 'Flujos de trabajo para tus agentes de voz: antes, durante y después de cada llamada.',
  },
  email: { en: 'E-mail', es: 'Correo electrónico' },
  password: { en: 'Password', es: 'Contraseña' },
  passwordHint: { en: '10 characters or more.', es: '10 caracteres o más.' },
  submit: { en: 'Log in', es: 'Entrar' },
  forgot: {
    en: 'Forgot it? An administrator can invite you anew.',
    es: '¿La has olvidado? Un administrador puede invitarte de nuevo.',
  },
  setupTitle: { en: 'Set up Patchcord', es: 'Configura Patchcord' },
  setupText: {
    en: 'Nobody is a member yet. Make yourself the first administrator.',
    es: 'Aún no hay miembros. Conviértete en el primer administrador.',
  },
  adminToken: { en: 'Admin token', es: 'Token de administrador' },
  adminTokenHint: {
    en: '`npm start` prints it; on Cloudflare it is the secret PATCHCORD_ADMIN_TOKEN.',
    es: '`npm start` lo muestra; en Cloudflare es el secreto PATCHCORD_ADMIN_TOKEN.',
  },
  yourName: { en: 'Your name', es: 'Tu nombre' },
  setupSubmit: { en: 'Create the administrator', es: 'Crear el administrador' },
  joinTitle: { en: 'Welcome', es: 'Te damos la bienvenida' },
  joinText: { en: 'Choose a password, and you are in.', es: 'Elige una contraseña y ya estás dentro.' },
  joinSubmit: { en: 'Set the password', es: 'Guardar la contraseña' },
  endedTitle: { en: 'Your session has ended', es: 'Tu sesión ha terminado' },
  endedText: {
    en: 'Log in again to go on. Nothing you typed was lost.',
    es: 'Inicia sesión de nuevo para continuar. No se ha perdido nada de lo que escribiste.',
  },
} satisfies Texts
