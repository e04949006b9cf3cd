import { PasswordInput } from '@mantine/core';
import { lengthOf, passwordMin } from '../../ui/password';
import { useTexts } from '../../ui/useTexts';

/** A new password: typed by its owner, shown on wish, never given. */
export function PasswordField({ label, value, onChange, error, email }: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  /** For the browser's password store. */
  email?: string | undefined;
}) {
  const t = useTexts(['account', 'common']);
  const have = lengthOf(value);
  return (
    <>
      {email !== undefined && <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />}
      <PasswordInput
        label={label}
        visibilityToggleButtonProps={{ 'aria-label': t('common:show_password') }}
        description={t('password_rule')}
        name="new-password"
        autoComplete="new-password"
        maxLength={200}
        value={value}
        error={error ?? (have > 0 && have < passwordMin ? t('password_short', { n: passwordMin, have }) : undefined)}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </>
  );
}
