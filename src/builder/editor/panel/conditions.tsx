import { CircleCheck, CircleSlash, Plus, Trash2 } from 'lucide-react'
import { Fragment } from 'react'
import { evaluateGroups } from '../../../expression/conditions.ts'
import {
  BooleanOperator,
  type Condition,
  DateOperator,
  ExistenceOperator,
  ListOperator,
  NumberOperator,
  TextOperator,
} from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/input.tsx'
import { Checkbox } from '../../ui/toggle.tsx'
import { useBench } from '../bench.ts'
import { previewTemplate } from '../data/scope.ts'
import { issueAt, saidOf, useForm } from '../fields/form.ts'
import { TemplateInput } from '../fields/template-input.tsx'
import { operatorTexts, panelTexts } from './texts.ts'

type Groups = Condition[][]

const FAMILIES = [
  { text: 'groupText', operators: TextOperator.options },
  { text: 'groupNumber', operators: NumberOperator.options },
  { text: 'groupBoolean', operators: BooleanOperator.options },
  { text: 'groupDate', operators: DateOperator.options },
  { text: 'groupList', operators: ListOperator.options },
  { text: 'groupExistence', operators: ExistenceOperator.options },
] as const

const ONE_VALUE: ReadonlySet<string> = new Set([
  ...BooleanOperator.options,
  ...ExistenceOperator.options,
  'LIST_IS_EMPTY',
  'LIST_IS_NOT_EMPTY',
])
const WITH_CASE: ReadonlySet<string> = new Set([
  ...TextOperator.options,
  'LIST_CONTAINS',
  'LIST_DOES_NOT_CONTAIN',
])

const FRESH: Condition = { operator: 'TEXT_CONTAINS', firstValue: '', secondValue: '', caseSensitive: false }

/** Groups of conditions: all of one must hold, for any group. Says whether they hold on sample data. */
export function ConditionsEditor({
  groups,
  onGroups,
  path,
}: {
  groups: Groups
  onGroups: (groups: Groups) => void
  path: string
}) {
  const t = useT(panelTexts)
  const { isReadOnly } = useBench()
  const set = (or: number, and: number, condition: Condition) =>
    onGroups(groups.with(or, (groups[or] ?? []).with(and, condition)))
  const remove = (or: number, and: number) => {
    const group = (groups[or] ?? []).toSpliced(and, 1)
    onGroups(group.length === 0 ? groups.toSpliced(or, 1) : groups.with(or, group))
  }
  return (
    <div className="flex flex-col gap-3">
      {groups.map((group, or) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions are known by their position
        <Fragment key={or}>
          {or > 0 && <Divider text={t('or')} />}
          {group.map((condition, and) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions are known by their position
            <Fragment key={and}>
              {and > 0 && <span className="font-medium text-2xs text-muted uppercase">{t('and')}</span>}
              <ConditionRow
                condition={condition}
                path={`${path}[${or}][${and}]`}
                onCondition={(next) => set(or, and, next)}
                onRemove={() => remove(or, and)}
              />
            </Fragment>
          ))}
          {!isReadOnly && (
            <AddButton text={t('addAnd')} onAdd={() => onGroups(groups.with(or, [...group, FRESH]))} />
          )}
        </Fragment>
      ))}
      <div className="flex items-center justify-between">
        {isReadOnly ? <span /> : <AddButton text={t('addOr')} onAdd={() => onGroups([...groups, [FRESH]])} />}
        <Outcome groups={groups} />
      </div>
    </div>
  )
}

const Divider = ({ text }: { text: string }) => (
  <span className="flex items-center gap-2 font-medium text-2xs text-muted uppercase before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
    {text}
  </span>
)

const AddButton = ({ text, onAdd }: { text: string; onAdd: () => void }) => (
  <button
    type="button"
    onClick={onAdd}
    className="flex w-fit items-center gap-1 rounded-md px-1.5 py-0.5 font-medium text-muted text-xs hover:bg-hover hover:text-ink"
  >
    <Plus size={12} aria-hidden="true" />
    {text}
  </button>
)

function ConditionRow({
  condition,
  onCondition,
  onRemove,
  path,
}: {
  condition: Condition
  onCondition: (condition: Condition) => void
  onRemove: () => void
  path: string
}) {
  const t = useT(panelTexts)
  const { isReadOnly } = useBench()
  const { issues, part } = useForm()
  const { operator = '', firstValue, secondValue, caseSensitive = false } = condition
  const issue = issueAt(issues, path)
  const isFaulty = (field: string) => issueAt(issues, `${path}.${field}`) !== undefined
  return (
    <div className="flex flex-col gap-1.5" data-field={path}>
      <div className="flex items-start gap-1">
        <TemplateInput
          value={firstValue}
          label={t('firstValue')}
          isInvalid={isFaulty('firstValue')}
          onValue={(text) => onCondition({ ...condition, firstValue: text })}
        />
        {!isReadOnly && (
          <IconButton label={t('removeCondition')} onClick={onRemove}>
            <Trash2 size={14} />
          </IconButton>
        )}
      </div>
      <OperatorSelect operator={operator} onOperator={(next) => onCondition(withOperator(condition, next))} />
      {!ONE_VALUE.has(operator) && (
        <TemplateInput
          value={secondValue}
          label={t('secondValue')}
          isInvalid={isFaulty('secondValue')}
          onValue={(text) => onCondition({ ...condition, secondValue: text })}
        />
      )}
      {WITH_CASE.has(operator) && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside it
        <label className="flex w-fit items-center gap-2 text-muted text-xs">
          <Checkbox
            checked={caseSensitive}
            disabled={isReadOnly}
            onChecked={(checked) => onCondition({ ...condition, caseSensitive: checked })}
          />
          {t('caseSensitive')}
        </label>
      )}
      {issue && <p className="text-danger-ink text-xs">{saidOf(issue, part)}</p>}
    </div>
  )
}

function OperatorSelect({
  operator,
  onOperator,
}: {
  operator: string
  onOperator: (operator: string) => void
}) {
  const t = useT(panelTexts)
  const say = useT(operatorTexts)
  const { isReadOnly } = useBench()
  return (
    <Select
      aria-label={t('operator')}
      value={operator}
      disabled={isReadOnly}
      onChange={(event) => onOperator(event.target.value)}
      className="font-medium"
    >
      {!(operator in operatorTexts) && <option value={operator}>{operator}</option>}
      {FAMILIES.map(({ text, operators }) => (
        <optgroup key={text} label={say(text)}>
          {operators.map((each) => (
            <option key={each} value={each}>
              {say(each)}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}

/** With another operator, without what that one has no use for. */
function withOperator({ secondValue, caseSensitive, ...rest }: Condition, operator: string): Condition {
  return {
    ...rest,
    operator,
    ...(!ONE_VALUE.has(operator) && { secondValue: secondValue ?? '' }),
    ...(WITH_CASE.has(operator) && { caseSensitive: caseSensitive ?? false }),
  }
}

/** Whether the conditions hold on sample data, judged as a run would. */
function Outcome({ groups }: { groups: Groups }) {
  const t = useT(panelTexts)
  const { sources } = useForm()
  const { value, unknown, warnings } = previewTemplate(groups, sources)
  if (unknown.length > 0 || warnings.length > 0 || groups.flat().length === 0) return null
  let holds: boolean
  try {
    holds = evaluateGroups(value as Groups)
  } catch {
    return null
  }
  return (
    <span className={`flex items-center gap-1 text-2xs ${holds ? 'text-success-ink' : 'text-muted'}`}>
      {holds ? <CircleCheck size={13} aria-hidden="true" /> : <CircleSlash size={13} aria-hidden="true" />}
      {t(holds ? 'holds' : 'holdsNot')}
    </span>
  )
}
