/** What every Hono app here is made with. */
export interface App {
  Bindings: Cloudflare.Env
}
