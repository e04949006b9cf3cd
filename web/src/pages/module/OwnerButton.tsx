import { IconChevronDown, IconUser } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import type { Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { ToolButton } from '../../ui/ToolButton';
import { useModuleState } from './context';
import { defaultOwner } from './view-state';
import { useTexts } from '../../ui/useTexts';

export type Owner = Id | 'me' | 'all' | 'none';

/** "Owner: me": what the owner menu opens from. */
export function OwnerButton({ small, ...button }: { small: boolean } & Omit<ComponentProps<typeof ToolButton>, 'label'>) {
  const t = useTexts('list');
  const meta = useMeta();
  const { search } = useModuleState();
  const standard = defaultOwner(meta.me);
  const owner: Owner = search.owner ?? standard;
  const name = typeof owner === 'number' ? (meta.member(owner)?.name ?? '') : t(`owner.${owner}`);
  return (
    <ToolButton
      {...button}
      small={small}
      on={owner !== standard}
      label={`${t('owner.label')}: ${name}`}
      icon={small ? <IconUser size={16} stroke={1.6} aria-hidden="true" /> : undefined}
      end={<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />}
    />
  );
}
