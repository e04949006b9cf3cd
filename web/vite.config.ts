import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const compressible = /\.(js|css|html|svg|json|webmanifest)$/;

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** The server sends the .gz beside a file as it is, so it is made once, here, with the best compression. */
function precompress(): Plugin {
  let dir = 'dist';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      dir = config.build.outDir;
    },
    closeBundle() {
      for (const path of filesBelow(dir).filter((p) => compressible.test(p))) {
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

/** Refuses a build that uses a Mantine component whose style sheet is not among those of src/ui/mantine.css. */
function mantineSheets(): Plugin {
  const classes = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));
  return {
    name: 'mantine-sheets',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const used = classes(files.map((file) => (file.type === 'chunk' ? file.code : '')).join());
      const sheets = files.map((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? file.source.toString() : ''));
      const styled = classes(sheets.join());
      const all = classes(readFileSync('node_modules/@mantine/core/styles.css', 'utf8'));
      const missing = [...all].filter((one) => used.has(one) && !styled.has(one));
      if (missing.length > 0) this.error(`src/ui/mantine.css lacks the sheets of: ${missing.join(', ')}`);
    },
  };
}

/** Puts into the page what is not waited for until the program has come: early.ts, and where each language's texts are. */
function early(): Plugin {
  return {
    name: 'early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const script = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/app/early.ts'));
        if (!script) throw new Error('early.ts is not among the files of the build');
        const texts = chunks.flatMap(({ name, fileName }) => (name.startsWith('texts-') ? [[name.slice(6), `/${fileName}`]] : []));
        return {
          html: html.replace('<html ', `<html data-texts='${JSON.stringify(Object.fromEntries(texts))}' `),
          tags: [{
            tag: 'script',
            attrs: { type: 'module', async: true, fetchpriority: 'high', crossorigin: true, src: `/${script.fileName}` },
            injectTo: 'head-prepend',
          }],
        };
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), early(), precompress(), mantineSheets()],
  worker: { format: 'es' },
  server: { proxy: { '/api': process.env['CARDINAL_SERVER'] ?? 'http://127.0.0.1:8080' } },
  build: {
    target: 'es2022',
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: ['index.html', 'src/app/early.ts'],
      output: {
        codeSplitting: {
          groups: [
            // What changes only when a library does keeps its own file, so a new release of ours leaves it in the cache.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 20 },
            { name: 'libraries', tags: ['$initial'], test: /node_modules\//, priority: 19 },
            // All texts of a language come in one file.
            { debugName: 'texts', name: (id: string) => `texts-${/\/(?:locales|texts)\/(\w+)/.exec(id)?.[1] ?? ''}`, test: /\/(locales|ui\/texts)\//, priority: 20 },
            // What the first pages share, in one file instead of dozens of small ones.
            { name: 'shared', tags: ['$initial'], test: /^(?!.*\/app\/early)/, priority: 10 },
            // What pages share beyond that, in few files: what forms need first, then pickers and dialogs, then fields.
            { name: 'forms', test: /components\/(InlineInput|Input|InputBase|TextInput|PasswordInput|CloseButton|ActionIcon|Alert|Group|Stack|Checkbox|CheckIcon)\//, priority: 5 },
            { name: 'icons', test: /node_modules\/@tabler\//, priority: 5 },
            { name: 'pickers', test: /node_modules\/(@mantine\/(core|hooks)|@floating-ui|react-remove-scroll|tabbable)\//, priority: 4 },
            { name: 'fields', test: /src\/fields\/(?!date-box|datetime-box|contact-form|FilterEditor|filters)/, priority: 3 },
          ],
        },
      },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
