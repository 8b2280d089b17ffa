/** Calls Patchcord's management API. @throws Error with the API's own answer where it refuses */
export type ManagementApi = <T>(method: string, path: string, body?: unknown) => Promise<T>

/** The management API of the server at `url`, as the holder of the admin token. */
export function managementApi(url: string, adminToken: string): ManagementApi {
  return async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
}
