import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, languageNames, languages, setLanguage } from '../../ui/i18n';
import { Logo } from '../../ui/Logo';
import { useTitle } from '../../ui/Page';
import classes from './Shell.module.css';

/** The pages before the log-in: the logo, the choice of language, and one box. */
export function Shell({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  const { t, i18n } = useTranslation('account');
  useTitle(title);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <span className={classes['logo']}>
          <Logo />
          Cardinal
        </span>
        <div className={classes['languages']} role="group" aria-label={t('language')}>
          {languages.map((language) => (
            <UnstyledButton
              key={language}
              lang={language}
              className={classes['language']}
              aria-pressed={isLanguage(i18n.language) && i18n.language === language}
              onClick={() => void setLanguage(language)}
            >
              {languageNames[language]}
            </UnstyledButton>
          ))}
        </div>
      </header>
      <main className={classes['box']} data-wide={wide === true || undefined}>
        {children}
      </main>
    </div>
  );
}
