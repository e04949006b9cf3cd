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
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What changes only when a library does keeps its own file, so a new release of ours leaves it in the cache.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 20 },
            // All texts of a language come in one file.
            { name: (id: string) => `texts-${/\/locales\/(\w+)\//.exec(id)?.[1] ?? ''}`, test: /\/locales\//, priority: 20 },
            // What the first pages share, in one file instead of dozens of small ones.
            { name: 'shared', tags: ['$initial'], priority: 10 },
          ],
        },
      },
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] },
});
