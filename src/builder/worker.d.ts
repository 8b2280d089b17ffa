/** The types of pieces name the Worker's environment, which no browser has. */
declare namespace Cloudflare {
  interface Env {
    PATCHCORD_ALLOW_PRIVATE_HOSTS?: string
  }
}
