import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'

/** Elements inside one another, at most. */
const MAX_DEPTH = 60

const parser = new XMLParser({
  ignoreAttributes: false,
  // All is text: as a number, +34600000001 would lose its plus, and 007 its zeros.
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric references are read by the same switch as HTML's names.
  htmlEntities: true,
  maxNestedTags: MAX_DEPTH,
})

/**
 * A document as an object: an element is its text, or an object of its children, its attributes (`@_name`) and its text
 * (`#text`); elements that repeat are a list. A DOCTYPE is refused: only it can define entities, and nothing that
 * expands is read.
 * @throws CodedError BODY_INVALID
 */
export function parseXml(text: string): Json {
  if (/<!DOCTYPE/i.test(text)) throw invalid('a DOCTYPE is not allowed')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw invalid(`look at line ${valid.err.line}, column ${valid.err.col}`)
  try {
    return parser.parse(text) as Json
  } catch {
    // Its messages quote the document.
    throw invalid(`it nests deeper than ${MAX_DEPTH} elements, or has a name that is not allowed`)
  }
}

const invalid = (reason: string) => new CodedError('BODY_INVALID', `The body is not valid XML: ${reason}.`)
