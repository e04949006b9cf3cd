import { Text } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon, iconNames } from '../../../ui/Icon';
import { useTexts } from '../../../ui/useTexts';
import classes from './shape.module.css';

export const colours = [
  'gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange',
] as const;

function Choices<T extends string>({ label, names, value, onChange, nameOf, children }: {
  label: string;
  names: readonly T[];
  value: string;
  onChange: (name: T) => void;
  nameOf: (name: T) => string;
  children: (name: T) => ReactNode;
}) {
  const id = useId();
  const at = Math.max(0, names.indexOf(value as T));
  return (
    <div>
      <Text id={id} size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <div role="radiogroup" aria-labelledby={id} className={classes['swatches']}>
        {names.map((name, i) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === value}
            aria-label={nameOf(name)}
            title={nameOf(name)}
            tabIndex={i === at ? 0 : -1}
            className={classes['swatch']}
            onClick={() => {
              onChange(name);
            }}
            onKeyDown={(event) => {
              const by = ['ArrowRight', 'ArrowDown'].includes(event.key) ? 1 : ['ArrowLeft', 'ArrowUp'].includes(event.key) ? -1 : 0;
              const next = names[(i + by + names.length) % names.length];
              if (by === 0 || next === undefined) return;
              event.preventDefault();
              onChange(next);
              const place = event.currentTarget.parentElement?.children[(i + by + names.length) % names.length];
              (place as HTMLElement | undefined)?.focus();
            }}
          >
            {children(name)}
          </button>
        ))}
      </div>
    </div>
  );
}

export function ColourPick({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const t = useTexts('shape');
  return (
    <Choices label={t('colour')} names={colours} value={value} onChange={onChange} nameOf={(name) => t(`colours.${name}`)}>
      {(name) => <span style={{ background: `var(--mantine-color-${name}-6)` }} />}
    </Choices>
  );
}

export function IconPick({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const t = useTexts('shape');
  return (
    <Choices label={t('icon')} names={iconNames} value={value} onChange={onChange} nameOf={(name) => t(`icons.${name}`)}>
      {(name) => <Icon name={name} />}
    </Choices>
  );
}
