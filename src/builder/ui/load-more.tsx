import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from './button.tsx'

/** How a list goes on that comes page by page. */
export interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** The rest of a list, where there is one. */
export function LoadMore({ list }: { list: Partial<Pages> }) {
  const t = useT(commonTexts)
  if (!list.hasNextPage) return null
  return (
    <div className="flex justify-center pt-4">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage?.()}>
        {t('loadMore')}
      </Button>
    </div>
  )
}
