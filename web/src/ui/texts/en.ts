/** All texts of the language, in one file. */
export default import.meta.glob<Record<string, unknown>>('../../../locales/en/*.json', { import: 'default', eager: true });
