import type { Icon as TablerIcon } from '@tabler/icons-react';
import {
  IconBriefcase, IconBuilding, IconCalendarEvent, IconCheckbox, IconChecklist, IconCircle, IconCommand, IconCurrencyEuro, IconFileText, IconGift, IconGrid3x3, IconHeart,
  IconHelp, IconHome, IconLayoutBoard, IconMail, IconMessage, IconNote, IconPaperclip, IconPhone, IconPresentation, IconRepeat, IconRocket, IconSeeding, IconSend,
  IconShoppingCart, IconStar, IconTarget, IconTargetArrow, IconUser, IconUsers,
} from '@tabler/icons-react';

/** The icons that data may name (modules, task types); an unknown name shows a circle. */
const icons: Record<string, TablerIcon> = {
  briefcase: IconBriefcase, building: IconBuilding, calendar: IconCalendarEvent, 'calendar-event': IconCalendarEvent,
  checkbox: IconCheckbox, command: IconCommand, checklist: IconChecklist, 'currency-euro': IconCurrencyEuro, check: IconChecklist, task: IconChecklist, file: IconFileText, 'file-text': IconFileText,
  offer: IconFileText, gift: IconGift, grid: IconGrid3x3, 'grid-3x3': IconGrid3x3, heart: IconHeart, help: IconHelp,
  home: IconHome, board: IconLayoutBoard, 'layout-board': IconLayoutBoard, mail: IconMail, email: IconMail,
  message: IconMessage, sms: IconMessage, note: IconNote, paperclip: IconPaperclip, phone: IconPhone, presentation: IconPresentation, call: IconPhone, repeat: IconRepeat, rocket: IconRocket,
  seeding: IconSeeding, send: IconSend, cart: IconShoppingCart, star: IconStar, target: IconTarget, 'target-arrow': IconTargetArrow, user: IconUser,
  users: IconUsers, meeting: IconUsers,
};

/** Those that are offered to choose from. */
export const iconNames = [
  'target-arrow', 'currency-euro', 'seeding', 'layout-board', 'help', 'users', 'calendar-event', 'briefcase', 'checklist', 'building', 'file-text', 'gift',
  'heart', 'home', 'mail', 'message', 'phone', 'presentation', 'rocket', 'send', 'cart', 'star', 'user', 'note',
] as const;

export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  const Found = icons[name] ?? IconCircle;
  return <Found size={size} stroke={1.6} aria-hidden="true" />;
}
