import type access from '../../locales/en/access.json';
import type account from '../../locales/en/account.json';
import type bulk from '../../locales/en/bulk.json';
import type card from '../../locales/en/card.json';
import type common from '../../locales/en/common.json';
import type contact from '../../locales/en/contact.json';
import type errors from '../../locales/en/errors.json';
import type fields from '../../locales/en/fields.json';
import type frame from '../../locales/en/frame.json';
import type home from '../../locales/en/home.json';
import type importing from '../../locales/en/import.json';
import type list from '../../locales/en/list.json';
import type settings from '../../locales/en/settings.json';
import type shape from '../../locales/en/shape.json';
import type talk from '../../locales/en/talk.json';
import type tasks from '../../locales/en/tasks.json';

/* The English files are the list of keys: a misspelt key does not compile. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      access: typeof access;
      account: typeof account;
      bulk: typeof bulk;
      card: typeof card;
      common: typeof common;
      contact: typeof contact;
      errors: typeof errors;
      fields: typeof fields;
      frame: typeof frame;
      home: typeof home;
      import: typeof importing;
      list: typeof list;
      settings: typeof settings;
      shape: typeof shape;
      talk: typeof talk;
      tasks: typeof tasks;
    };
  }
}
