import * as z from 'zod'
import { type Credential, type CustomAuth, customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import type { HttpResponse } from '../../src/piece/http-client.ts'
import { service } from '../../src/piece/service.ts'
import type { QueryValue, ServiceHttp, ServiceRequest } from '../../src/piece/service-http.ts'

const fields = z.object({
  accessKeyId: shortText({ label: 'Access key id' }),
  secretAccessKey: secretText({ label: 'Secret access key' }),
  endpoint: shortText({
    label: 'Endpoint',
    description: 'Of another service that speaks S3, such as R2, Spaces or MinIO. Empty for Amazon.',
    required: false,
  }),
  region: shortText({
    label: 'Region',
    description: 'Such as eu-west-1, or auto.',
    defaultValue: 'us-east-1',
  }),
  bucket: shortText({ label: 'Bucket' }),
})

/** What a connection holds. */
export type S3Auth = Credential<CustomAuth<typeof fields>>

/** The bucket's address: its name stands before Amazon's, unless a dot in it would break the certificate. */
function bucketUrl({ fields: { endpoint, region, bucket } }: S3Auth): string {
  if (endpoint) return `${endpoint.trim().replace(/\/+$/, '')}/${bucket}`
  const host = `s3.${region}.amazonaws.com`
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`
}

/** One bucket of Amazon S3, or of any service that speaks its protocol. */
export const s3 = service({
  name: 'amazon-s3',
  displayName: 'Amazon S3',
  description: 'Files in a bucket of Amazon S3 or a service like it.',
  categories: ['CONTENT_AND_FILES'],
  auth: [customAuth({ label: 'Connection', description: 'IAM › Users › Security credentials.', fields })],
  baseUrl: bucketUrl,
  // Each request is signed for itself, by `send`.
  authorize: () => ({}),
  errorMessage: (body) =>
    typeof body === 'string' ? /<Message>([^<]*)<\/Message>/.exec(body)?.[1] : undefined,
  validate: (context) => send(context, 'GET', '', { query: { 'list-type': 2, 'max-keys': 1 } }),
})

interface Context {
  http: ServiceHttp
  auth: S3Auth
}

/** A key's path: its slashes stay, all else is escaped as the signature wants it. */
export const pathOf = (key: string) => `/${key.split('/').map(escaped).join('/')}`

const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A request that is signed (AWS Signature Version 4). */
export async function send(
  { http, auth }: Context,
  method: string,
  path: string,
  { query = {}, headers = {}, ...request }: ServiceRequest & { query?: Record<string, QueryValue> } = {},
): Promise<HttpResponse> {
  const url = new URL(`${bucketUrl(auth)}${path}`)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
  }
  const { AwsV4Signer } = await import('aws4fetch')
  const signed = await new AwsV4Signer({ ...credentials(auth), method, url: url.href, headers }).sign()
  return http.send(method, url.href, {
    ...request,
    headers: { ...headers, ...Object.fromEntries(signed.headers) },
  })
}

/** An address that may be used until it runs out, by anybody. */
export async function presigned(auth: S3Auth, method: string, key: string, seconds: number): Promise<string> {
  const { AwsV4Signer } = await import('aws4fetch')
  const url = `${bucketUrl(auth)}${pathOf(key)}?X-Amz-Expires=${seconds}`
  const signed = await new AwsV4Signer({ ...credentials(auth), method, url, signQuery: true }).sign()
  return signed.url.href
}

const credentials = ({ fields: { accessKeyId, secretAccessKey, region } }: S3Auth) => ({
  accessKeyId,
  secretAccessKey,
  region,
  service: 's3',
})
