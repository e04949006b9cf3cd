import type { CSSProperties, KeyboardEvent, MouseEvent, ReactElement, ReactNode, Ref, RefObject } from 'react';
import { cloneElement, createContext, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import classes from './Menu.module.css';

/* A drop-down menu on the browser's own popovers: it stands in the page where its button is (so inside the landmark and
 * the tab order), is drawn above everything, and needs no positioning library: the lists carry many of them. Its parts are
 * named as Mantine's are. */

type Position = 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end' | 'top' | 'bottom';

interface MenuState {
  open: boolean;
  setOpen: (open: boolean) => void;
  target: RefObject<HTMLElement | null>;
  id: string;
  position: Position;
  width: number | undefined;
  closeOnItemClick: boolean;
}

const MenuContext = createContext<MenuState | null>(null);

function useMenu(): MenuState {
  const state = useContext(MenuContext);
  if (!state) throw new Error('a part of Menu outside of Menu');
  return state;
}

interface MenuProps {
  children: ReactNode;
  /** Absent: the menu keeps it itself. */
  opened?: boolean;
  defaultOpened?: boolean;
  onChange?: (open: boolean) => void;
  position?: Position;
  width?: number;
  closeOnItemClick?: boolean;
}

export function Menu({
  children, opened, defaultOpened = false, onChange, position = 'bottom-start', width, closeOnItemClick = true,
}: MenuProps) {
  const [own, setOwn] = useState(defaultOpened);
  const target = useRef<HTMLElement | null>(null);
  const id = useId();
  const open = opened ?? own;
  const setOpen = (next: boolean) => {
    setOwn(next);
    onChange?.(next);
  };
  return <MenuContext value={{ open, setOpen, target, id, position, width, closeOnItemClick }}>{children}</MenuContext>;
}

interface TargetChild {
  ref?: Ref<HTMLElement>;
  onClick?: (event: MouseEvent) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** The button; must take a ref and the attributes it is given. */
export type MenuButton = ReactElement<TargetChild & Record<string, unknown>>;

function Target({ children }: { children: MenuButton }) {
  const { open, setOpen, target, id } = useMenu();
  const { ref, onClick, onKeyDown } = children.props;
  return cloneElement(children, {
    ref: (element: HTMLElement | null) => {
      target.current = element;
      if (typeof ref === 'function') ref(element);
      else if (ref) ref.current = element;
    },
    onClick: (event: MouseEvent) => {
      onClick?.(event);
      setOpen(!open);
    },
    onKeyDown: (event: KeyboardEvent) => {
      onKeyDown?.(event);
      if (event.key !== 'ArrowDown' || open) return;
      event.preventDefault();
      setOpen(true);
    },
    'aria-haspopup': true,
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
  });
}

const gap = 4;
const edge = 8;

/** Below (or above) its button, moved so that it fits into the window. */
function place(menu: HTMLElement, target: HTMLElement, position: Position): void {
  const box = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + gap;
  const above = box.top - gap - height;
  const fitsBelow = below + height <= window.innerHeight - edge;
  const top = position.startsWith('top') ? (above >= edge ? above : below) : fitsBelow || above < edge ? below : above;
  const left = position.endsWith('start')
    ? box.left
    : position.endsWith('end')
      ? box.right - width
      : box.left + (box.width - width) / 2;
  menu.style.top = `${String(Math.max(edge, Math.min(top, window.innerHeight - edge - height)))}px`;
  menu.style.left = `${String(Math.max(edge, Math.min(left, window.innerWidth - edge - width)))}px`;
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]:not([aria-disabled="true"])')];

/** Arrows, Home, End, and the first letter of a line. */
function moveFocus(menu: HTMLElement, key: string): boolean {
  const items = itemsOf(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  const n = items.length;
  const next =
    key === 'ArrowDown' ? items[(at + 1) % n]
    : key === 'ArrowUp' ? items[(at - 1 + n) % n]
    : key === 'Home' ? items[0]
    : key === 'End' ? items[n - 1]
    : key.length === 1 && key !== ' '
      ? [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
          item.textContent.trim().toLocaleLowerCase().startsWith(key.toLocaleLowerCase()))
      : undefined;
  next?.focus();
  return next !== undefined;
}

interface DropdownProps {
  children: ReactNode;
  /** Greatest height in pixels. */
  mah?: number;
  style?: CSSProperties;
  onClick?: (event: MouseEvent) => void;
  /** Holds other things than lines to choose from: a small dialog of this name instead of a menu. */
  dialog?: string;
}

function Dropdown(props: DropdownProps) {
  const { open } = useMenu();
  return open ? <OpenDropdown {...props} /> : null;
}

function OpenDropdown({ children, mah, style, onClick, dialog }: DropdownProps) {
  const { setOpen, target, id, position, width } = useMenu();
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(setOpen);
  useEffect(() => {
    close.current = setOpen;
  });

  useLayoutEffect(() => {
    const element = menu.current;
    const button = target.current;
    if (!element || !button) return undefined;
    const before = document.activeElement;
    if (typeof element.showPopover === 'function') element.showPopover();
    const put = () => {
      place(element, button, position);
    };
    put();
    (itemsOf(element)[0] ?? element).focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      const where = event.target as Node;
      if (!element.contains(where) && !button.contains(where)) close.current(false);
    };
    const size = typeof ResizeObserver === 'function' ? new ResizeObserver(put) : null;
    size?.observe(element);
    document.addEventListener('pointerdown', outside, true);
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, true);
    return () => {
      size?.disconnect();
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, true);
      const lost = document.activeElement === document.body || element.contains(document.activeElement);
      const back = button.tabIndex >= 0 ? button : before;
      if (lost && back instanceof HTMLElement) back.focus({ preventScroll: true });
    };
  }, [position, target]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const hasItems = menu.current !== null && itemsOf(menu.current).length > 0;
    const typing = dialog !== undefined || event.target instanceof HTMLInputElement;
    if (event.key === 'Escape' || (event.key === 'Tab' && dialog === undefined && hasItems)) {
      if (event.key === 'Escape') event.preventDefault();
      setOpen(false);
    } else if (!typing && menu.current && moveFocus(menu.current, event.key)) {
      event.preventDefault();
    }
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      id={id}
      popover="manual"
      role={dialog === undefined ? 'menu' : 'dialog'}
      aria-label={dialog}
      tabIndex={-1}
      className={classes['menu']}
      style={{ width, ...(mah === undefined ? {} : { maxHeight: mah }), ...style }}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {children}
    </div>
  );
}

interface ItemProps {
  children: ReactNode;
  leftSection?: ReactNode;
  rightSection?: ReactNode;
  disabled?: boolean;
  /** "red": what cannot be wanted by accident. */
  color?: string;
  closeMenuOnClick?: boolean;
  onClick?: (event: MouseEvent) => void;
  /** Draws the line as something else, such as a link. */
  renderRoot?: (props: Record<string, unknown>) => ReactNode;
}

function Item({ children, leftSection, rightSection, disabled, color, closeMenuOnClick, onClick, renderRoot }: ItemProps) {
  const { setOpen, closeOnItemClick } = useMenu();
  const props = {
    className: classes['item'],
    role: 'menuitem',
    tabIndex: -1,
    'aria-disabled': disabled === true || undefined,
    'data-danger': color === 'red' || undefined,
    onClick: (event: MouseEvent) => {
      if (disabled === true) return;
      onClick?.(event);
      if (closeMenuOnClick ?? closeOnItemClick) setOpen(false);
    },
    children: (
      <>
        {leftSection !== undefined && <span className={classes['section']}>{leftSection}</span>}
        <span className={classes['text']}>{children}</span>
        {rightSection !== undefined && <span className={classes['section']}>{rightSection}</span>}
      </>
    ),
  };
  return renderRoot ? renderRoot(props) : <button type="button" {...props} />;
}

function Label({ children }: { children: ReactNode }) {
  return (
    <div className={classes['label']} role="none">
      {children}
    </div>
  );
}

function Divider() {
  return <div className={classes['divider']} role="separator" />;
}

Menu.Target = Target;
Menu.Dropdown = Dropdown;
Menu.Item = Item;
Menu.Label = Label;
Menu.Divider = Divider;
