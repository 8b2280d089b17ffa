import { useT } from '../i18n/texts.ts'
import { providerTexts } from './texts.ts'

/** What a platform is called; its own name where it is one that new agents may not have. */
export function usePlatformName(provider: string): string {
  const t = useT(providerTexts)
  return provider in providerTexts ? t(provider as keyof typeof providerTexts) : provider
}
