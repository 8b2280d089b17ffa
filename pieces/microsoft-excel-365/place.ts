import { CodedError } from '../../src/errors.ts'
import { at } from '../../src/piece/service-http.ts'

/** Which worksheet of which workbook, as a step says it. */
export interface Place {
  storageSource?: unknown
  documentId?: unknown
  workbookId?: unknown
  worksheetId?: unknown
}

/** The path of a drive. @throws CodedError INPUT_INVALID where the library of SharePoint is missing */
export function drivePath({ storageSource, documentId }: Place): string {
  if (storageSource !== 'sharepoint') return '/me/drive'
  if (documentId) return at`/drives/${String(documentId)}`
  throw new CodedError('INPUT_INVALID', 'Choose a SharePoint site and a document library first.')
}

/** The path of a workbook. */
export const workbookPath = (place: Place) =>
  `${drivePath(place)}/items/${encodeURIComponent(String(place.workbookId))}/workbook`

/** The path of a worksheet. */
export const sheetPath = (place: Place) =>
  `${workbookPath(place)}/worksheets/${encodeURIComponent(String(place.worksheetId))}`
