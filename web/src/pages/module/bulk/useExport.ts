import { useState } from 'react';
import { useLanguage } from '../../../ui/useTexts';
import { showProblem } from '../../../api/change';
import { api } from '../../../api/client';
import { download, downloadBlob } from '../../../ui/download';
import { decodeColumns, FIRST } from '../columns';
import { useModuleState } from '../context';
import type { Selection } from '../selection';

/** Spreadsheets expect the separator of their language: where the comma stands in numbers, it cannot stand between cells. */
const separatorOf = (language: string): 'comma' | 'semicolon' => (language === 'en' ? 'comma' : 'semicolon');

/** Saves the selected cards as a file: with the columns of the table where it is shown, else with all fields. */
export function useExport(selection: Selection): { run: () => Promise<void>; busy: boolean } {
  const language = useLanguage();
  const { module, query, search } = useModuleState();
  const [busy, setBusy] = useState(false);
  const separator = separatorOf(language);
  const shown = search.view === 'table' && search.columns ? decodeColumns(search.columns) : [];
  const columns = shown.length > 0 ? [FIRST, ...shown.map(({ code }) => code)] : [];
  const some = async (): Promise<void> => {
    setBusy(true);
    try {
      const file = await api.modules.exportSome(module.id, { ids: [...selection.ids], columns: columns.join(','), separator });
      downloadBlob(file, `${module.label} ${new Date().toISOString().slice(0, 10)}.csv`);
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const run = async (): Promise<void> => {
    if (selection.all) download(api.modules.exportUrl(module.id, { ...query, columns, separator }));
    else await some();
  };
  return { run, busy };
}
