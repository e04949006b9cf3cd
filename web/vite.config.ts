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

export default defineConfig({
  plugins: [react(), precompress()],
  worker: { format: 'es' },
  server: { proxy: { '/api': process.env['CARDINAL_SERVER'] ?? 'http://127.0.0.1:8080' } },
  build: {
    target: 'es2022',
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      output: {
        // What changes only when a library does keeps its own file, so a new release of ours leaves it in the cache.
        manualChunks(id: string) {
          if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
          if (/node_modules\/@tanstack\/(react-)?(query|router|store|history)/.test(id)) return 'tanstack';
          // All texts of a language come in one file.
          const language = /\/locales\/(en|hu|ro)\//.exec(id)?.[1];
          return language === undefined ? undefined : `texts-${language}`;
        },
      },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
