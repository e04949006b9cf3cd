import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page';

export default function ImportPage() {
  const { t } = useTranslation('frame');
  return (
    <Page title={t('settings')} narrow>
      {t('more')}
    </Page>
  );
}
