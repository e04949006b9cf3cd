/** All texts of the language, in one file. */
export default import.meta.glob<Record<string, unknown>>('../../../locales/hu/*.json', { import: 'default', eager: true });
