import { SegmentedControl } from '@mantine/core';
import { useTexts } from '../../ui/useTexts';

export type Kind = 'person' | 'company';

/** People, companies, or both. */
export function KindChoice({ value, onChange }: { value: Kind | undefined; onChange: (kind: Kind | undefined) => void }) {
  const t = useTexts('contact');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('kind')}
      value={value ?? 'all'}
      data={[{ value: 'all', label: t('all') }, { value: 'person', label: t('people') }, { value: 'company', label: t('companies') }]}
      onChange={(kind) => { onChange(kind === 'all' ? undefined : (kind as Kind)); }}
    />
  );
}
