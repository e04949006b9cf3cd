import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { languageNames, languages, setLanguage } from '../../ui/i18n';
import { Logo } from '../../ui/Logo';
import { useTitle } from '../../ui/Page';
import classes from './Shell.module.css';
import { useLanguage, useTexts } from '../../ui/useTexts';

/** The pages before the log-in: the logo, the choice of language, and one box. */
export function Shell({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  const t = useTexts('account');
  const current = useLanguage();
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
              aria-pressed={current === language}
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
