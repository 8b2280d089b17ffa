import { piece } from '../../src/piece/piece.ts'
import { extractFromHtml, htmlToMarkdown, markdownToHtml, stripHtml } from './html.ts'
import { asciiTable, concat, defaultValue, find, findAll, replace, slugify, split } from './text.ts'

export default piece({
  name: 'text-helper',
  displayName: 'Text Helper',
  description: 'Changes, searches and converts text.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [
    concat,
    replace,
    split,
    find,
    findAll,
    extractFromHtml,
    stripHtml,
    markdownToHtml,
    htmlToMarkdown,
    slugify,
    defaultValue,
    asciiTable,
  ],
})
