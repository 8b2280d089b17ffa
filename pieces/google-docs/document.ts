import * as z from 'zod'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** A paragraph or a table, whose cells hold the same again. */
const Element = z.object({
  paragraph: z
    .object({
      elements: z
        .array(z.object({ textRun: z.object({ content: z.string().default('') }).optional() }))
        .default([]),
    })
    .optional(),
  get table() {
    return z
      .object({
        tableRows: z
          .array(
            z.object({
              tableCells: z.array(z.object({ content: z.array(Element).default([]) })).default([]),
            }),
          )
          .default([]),
      })
      .optional()
  },
})
type Element = z.output<typeof Element>

const Body = z.object({ body: z.object({ content: z.array(Element).default([]) }).optional() })
// The document is handed on as it came, so its body is only looked at.
const Document = z
  .looseObject({
    documentId: z.string(),
    title: z.string().default(''),
    revisionId: z.string().optional(),
  })
  .refine((raw) => Body.safeParse(raw).success, { path: ['body'] })

/** A document's address in the browser. */
export const linkTo = (id: string) => `https://docs.google.com/document/d/${id}/edit`

/** Reads a document: its text, and all that Google says of it. */
export async function readDocument(http: ServiceHttp, id: string) {
  const raw = await http.get(at`/documents/${id}`, { answer: Document })
  const { body } = Body.parse(raw)
  return {
    id: raw.documentId,
    title: raw.title,
    url: linkTo(raw.documentId),
    revisionId: raw.revisionId,
    plainText: textOf(body?.content ?? []),
    raw,
  }
}

/** The text of a document, tables cell by cell. */
function textOf(content: readonly Element[]): string {
  return content
    .map(({ paragraph, table }) => {
      const cells = table?.tableRows.flatMap(({ tableCells }) => tableCells) ?? []
      const runs = paragraph?.elements.map(({ textRun }) => textRun?.content ?? '') ?? []
      return [...runs, ...cells.map((cell) => textOf(cell.content))].join('')
    })
    .join('')
}

const Replies = z.looseObject({
  replies: z
    .array(
      z.looseObject({
        replaceAllText: z.looseObject({ occurrencesChanged: z.number().default(0) }).optional(),
      }),
    )
    .default([]),
})

/** Changes a document. All of the requests are done, or none. */
export const change = (http: ServiceHttp, id: string, requests: readonly object[]) =>
  http.post(at`/documents/${id}:batchUpdate`, { json: { requests }, answer: Replies })

/** The request that adds text to a document's end. */
export const textAtEnd = (text: string) => ({ insertText: { text, endOfSegmentLocation: {} } })

/** The request that puts text in the place of other text, everywhere. */
export const replacement = (text: string, replaceText: string, matchCase: boolean) => ({
  replaceAllText: { containsText: { text, matchCase }, replaceText },
})
