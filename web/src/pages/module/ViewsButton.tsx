import { IconBookmark, IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { ToolButton } from '../../ui/ToolButton';
import { useModuleState } from './context';
import { differsFrom } from './view-state';
import { useTexts } from '../../ui/useTexts';

/** The open saved view's name; a star when the screen shows something else by now. */
export function ViewsButton({ small, ...button }: { small: boolean } & Omit<ComponentProps<typeof ToolButton>, 'label'>) {
  const t = useTexts('list');
  const { module, search } = useModuleState();
  const open = module.views.find((view) => view.id === search.saved);
  const label = open ? `${open.label}${differsFrom(search, open.config) ? ' *' : ''}` : t('views.button');
  return (
    <ToolButton
      {...button}
      small={small}
      on={open !== undefined}
      label={label}
      icon={small ? <IconBookmark size={16} stroke={1.6} aria-hidden="true" /> : undefined}
      end={<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />}
    />
  );
}
