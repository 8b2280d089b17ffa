import { useMutation } from '@tanstack/react-query'
import { Phone, PhoneOff, Plus, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isObject, type JsonObject } from '../../../json.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { toastError } from '../../ui/toast.tsx'
import { CallEvents } from './call-events.tsx'
import {
  endOf,
  factsOf,
  type Moment,
  type Play,
  type Played,
  type PlayedCall,
  type PlayedTool,
} from './play.ts'
import { simulatorTexts } from './texts.ts'
import { ToolForm } from './tool-form.tsx'

const NUMBER = '+34600000001'

/** A call from its start to its end. */
export function CallPlayer({
  play,
  tools,
  isDraft = false,
}: {
  play: Play
  tools: readonly PlayedTool[]
  isDraft?: boolean
}) {
  const t = useT(simulatorTexts)
  const [call, setCall] = useState<PlayedCall | null>(null)
  const [events, setEvents] = useState<Played[]>([])
  const isOver = events.some(({ moment, body }) => moment === 'call_finished' || isAborted(body))
  const send = useMutation({
    mutationFn: ({ moment, sent, tool }: { moment: Moment; sent: JsonObject; tool?: string }) =>
      play(moment, sent, tool),
    onSuccess: (played) => setEvents((before) => [...before, played]),
    onError: toastError,
  })
  const start = (begun: PlayedCall) => {
    setCall(begun)
    setEvents([])
    send.mutate({ moment: 'pre_call', sent: { ...factsOf(begun), status: 'in_progress' } })
  }
  if (!call) return <Beginning onStart={start} />
  const variables = variablesNow(call, events)
  const use = (tool: string, given: JsonObject) => {
    const sent = {
      call_id: call.id,
      tool_call_id: `${call.id}-${events.length}`,
      arguments: given,
      dynamic_variables: variables,
    }
    send.mutate({ moment: 'function_call', sent, tool })
  }
  const hangUp = () =>
    send.mutate({ moment: 'call_finished', sent: { ...endOf(call, events), dynamic_variables: variables } })
  return (
    <div className="flex flex-col gap-5">
      <CallEvents call={call} events={events} variables={variables} isDraft={isDraft} />
      {!isOver && (
        <>
          <section className="flex flex-col gap-2">
            <h3 className="font-medium text-sm">{t('functions')}</h3>
            {tools.length === 0 && <p className="text-muted text-sm">{t('noFunctions')}</p>}
            {tools.map((tool) => (
              <ToolForm
                key={tool.name}
                tool={tool}
                isBusy={send.isPending}
                onUse={(given) => use(tool.name, given)}
              />
            ))}
          </section>
          <Button look="danger" busy={send.isPending} onClick={hangUp} className="self-start">
            <PhoneOff size={14} aria-hidden="true" />
            {t('hangUp')}
          </Button>
        </>
      )}
      {isOver && (
        <Button onClick={() => setCall(null)} className="self-start">
          <RotateCcw size={14} aria-hidden="true" />
          {t('again')}
        </Button>
      )}
    </div>
  )
}

const isAborted = (body: unknown) => isObject(body) && body.abort === true

/** The call's own variables, and what workflows have added before it. */
function variablesNow({ variables }: PlayedCall, events: readonly Played[]): JsonObject {
  const added = events
    .map(({ body }) => (isObject(body) ? body.dynamic_variables : undefined))
    .filter(isObject)
  return Object.assign({}, variables, ...added) as JsonObject
}

/** Who calls, and what the call knows. */
function Beginning({ onStart }: { onStart: (call: PlayedCall) => void }) {
  const t = useT(simulatorTexts)
  const [number, setNumber] = useState(NUMBER)
  const [pairs, setPairs] = useState<[string, string][]>([])
  const start = () =>
    onStart({
      id: `played_${crypto.randomUUID()}`,
      number,
      variables: Object.fromEntries(pairs.filter(([name]) => name !== '')),
      startedAt: Date.now(),
    })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <Field label={t('number')}>
        {(control) => (
          <Input {...control} type="tel" value={number} onChange={(event) => setNumber(event.target.value)} />
        )}
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium text-sm">{t('variables')}</legend>
        <div className="flex flex-col gap-2">
          {pairs.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed
            <div key={index} className="flex gap-1">
              <Input
                aria-label={`${t('variableName')} ${index + 1}`}
                placeholder={t('variableName')}
                value={name}
                onChange={(event) => setPairs(pairs.with(index, [event.target.value, value]))}
              />
              <Input
                aria-label={`${t('variableValue')} ${index + 1}`}
                placeholder={t('variableValue')}
                value={value}
                onChange={(event) => setPairs(pairs.with(index, [name, event.target.value]))}
              />
              <IconButton label={t('remove')} onClick={() => setPairs(pairs.toSpliced(index, 1))}>
                <Trash2 size={14} />
              </IconButton>
            </div>
          ))}
          <Button
            size="sm"
            look="quiet"
            className="-ml-1.5 self-start"
            onClick={() => setPairs([...pairs, ['', '']])}
          >
            <Plus size={14} aria-hidden="true" />
            {t('addVariable')}
          </Button>
        </div>
      </fieldset>
      <Button look="primary" type="submit" className="self-start">
        <Phone size={14} aria-hidden="true" />
        {t('start')}
      </Button>
    </form>
  )
}
