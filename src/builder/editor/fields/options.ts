import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { Options } from '../../../client/api.d.ts'
import type { Properties, Property } from '../../../piece/property.ts'
import { isTemplate } from '../../../workflow/templates.ts'
import { answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { Choices } from './choice-input.tsx'
import { type FormFacts, useForm } from './form.ts'

/** The other fields as they are filled in; sub-fields know those of the step. */
export type Input = Readonly<Record<string, unknown>>

/** What a dropdown of a service offers, and what was typed to narrow it. */
export function useChoices(name: string, property: Property, input: Input): Choices {
  const [search, setSearch] = useState('')
  const typed = useDeferredValue(search)
  const asks = property.refreshOnSearch === true
  const { data, isFetching, refetch } = useOptions(name, property, input, asks ? typed : '')
  return {
    options: data?.options ?? [],
    isLoading: isFetching,
    placeholder: data?.placeholder,
    onRefresh: () => void refetch(),
    ...(asks && { onSearch: setSearch }),
  }
}

/** The fields that a field of type DYNAMIC has now. Undefined while they are asked for. */
export function useDynamicProperties(name: string, property: Property, input: Input) {
  const { variants } = property
  const { data, isFetching } = useOptions(name, property, input, '', variants === undefined)
  if (variants) {
    const [on = ''] = property.refreshers ?? []
    return { properties: variants[String(input[on] ?? '')] ?? {}, placeholder: undefined, isLoading: false }
  }
  const properties = data?.properties as Properties | undefined
  return { properties, placeholder: data?.placeholder, isLoading: isFetching }
}

function useOptions(name: string, property: Property, input: Input, search: string, isAsked = true) {
  const form = useForm()
  const asked = requestOf(form, name, property, input)
  return useQuery({
    queryKey: [...keys.pieces, 'options', asked, search],
    queryFn: ({ signal }): Promise<Options> =>
      answerOf(
        api.POST('/v1/workflow/piece/{piece_name}/options', {
          params: { path: { piece_name: form.piece?.id ?? '' } },
          body: { ...asked, ...(search !== '' && { search }) },
          signal,
        }),
      ),
    enabled: isAsked && form.piece !== undefined && form.part !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** Only what the answer hangs on is part of the question: typing elsewhere asks nothing anew. */
function requestOf({ step, part }: FormFacts, name: string, property: Property, input: Input) {
  const names = ['auth', ...(property.refreshers ?? [])]
  const known = names.flatMap((each) => {
    const value = input[each]
    const isGiven = value !== undefined && (each === 'auth' || !isTemplate(value))
    return isGiven ? [[each, value] as const] : []
  })
  return {
    step_type: step.type === 'PIECE_TRIGGER' ? ('TRIGGER' as const) : ('ACTION' as const),
    step_name: part?.name ?? '',
    property: name,
    input: Object.fromEntries(known),
  }
}
