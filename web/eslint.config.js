// @ts-check
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which room may import which; the same order as in ARCHITECTURE.md. */
const rooms = {
  ui: [],
  api: [],
  meta: ['api'],
  fields: ['ui', 'meta'],
  pages: ['ui', 'api', 'meta', 'fields'],
};
const all = ['ui', 'api', 'meta', 'fields', 'pages', 'app'];

const layering = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: all
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            regex: `^(\\.\\./)+${other}(/|$)`,
            message: `src/${room} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'src/api/types.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  {
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'jsx-a11y/no-autofocus': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['*.mjs'], languageOptions: { globals: { process: 'readonly', URL: 'readonly', console: 'readonly' } } },
  { files: ['public/*.js'], languageOptions: { globals: { self: 'readonly', URL: 'readonly' } } },
  ...layering,
);
