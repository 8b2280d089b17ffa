import { graphService } from '../_microsoft/graph.ts'

/** Workbooks in OneDrive and SharePoint. They need an account of work or school. */
export const excel = graphService({
  name: 'microsoft-excel-365',
  displayName: 'Microsoft Excel 365',
  description: 'Rows, worksheets and tables of Excel workbooks.',
  categories: ['PRODUCTIVITY'],
  scopes: ['Files.ReadWrite.All', 'Sites.Read.All'],
})
