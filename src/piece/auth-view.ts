import type { Auth } from './auth.ts'
import { mapFields } from './fields.ts'
import { propertyOf } from './property.ts'

/** A kind of connection in Diga's form (`PieceAuthProperty`): what a form must ask for. Never a secret. */
export function authView(auth: Auth) {
  const head = {
    type: auth.type,
    displayName: auth.label,
    ...(auth.description !== undefined && { description: auth.description }),
    required: true,
  }
  switch (auth.type) {
    case 'SECRET_TEXT':
      return head
    case 'BASIC_AUTH':
      return {
        ...head,
        username: { displayName: auth.username.label, description: auth.username.description },
        password: { displayName: auth.password.label, description: auth.password.description },
      }
    case 'CUSTOM_AUTH':
      return { ...head, props: mapFields(auth.fields, propertyOf) }
    case 'OAUTH2':
      return {
        ...head,
        authUrl: auth.authUrl,
        tokenUrl: auth.tokenUrl,
        scope: [...auth.scopes],
        pkce: auth.pkce ?? true,
        grantType: auth.grantType ?? 'authorization_code',
        ...(auth.fields && { props: mapFields(auth.fields, propertyOf) }),
      }
  }
}
