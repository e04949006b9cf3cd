import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';
import { createTheme } from '@mantine/core';

/** The one blue: frame and primary actions. Shade 8 is the frame. */
const brand: MantineColorsTuple = [
  '#eaf1fb', '#d3e0f4', '#a6c1e8', '#77a0dc', '#4f84d0', '#366fc6', '#2a5fb4', '#1f4d97', '#14305c', '#0e2344',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 5 },
  colors: { brand },
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.35' },
      h3: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 80 }, shadow: 'sm' } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 } } },
    Paper: { defaultProps: { shadow: 'none' } },
    // Dialogs, menus and toasts stand inside a landmark of index.html, so nothing is outside of all of them.
    Portal: { defaultProps: { target: '#portal' } },
  },
});

/** Mantine's own greys for secondary text miss AA; these reach 4.5:1 on the page's background in both schemes. The --c-…
 * names are what our own style sheets use: late, soon, won for words, line for hairlines, sunken for quiet areas. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--frame-height': '44px', '--frame-bg': brand[8], '--frame-fg': '#ffffff' },
  light: {
    '--mantine-color-dimmed': '#5a626b',
    '--mantine-color-placeholder': '#6b737c',
    '--mantine-color-error': '#c92a2a',
    '--c-line': '#e3e6ea',
    '--c-line-strong': '#c9ced5',
    '--c-sunken': '#f6f7f9',
    '--c-hover': '#f1f4f9',
    '--c-selected': '#e4edfa',
    '--c-late': '#c92a2a',
    '--c-soon': '#8f5200',
    '--c-won': '#1f7a35',
    '--c-link': '#1f4d97',
    '--c-glow': '#fff3bf',
  },
  dark: {
    '--frame-bg': '#0f2038',
    '--mantine-color-dimmed': '#a6acb4',
    '--mantine-color-placeholder': '#969ca5',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-body': '#1a1c20',
    '--c-line': '#32363c',
    '--c-line-strong': '#4a4f57',
    '--c-sunken': '#202328',
    '--c-hover': '#262a30',
    '--c-selected': '#1f3050',
    '--c-late': '#ff8787',
    '--c-soon': '#ffc078',
    '--c-won': '#69db7c',
    '--c-link': '#8fb6ee',
    '--c-glow': '#4a3f12',
  },
});
