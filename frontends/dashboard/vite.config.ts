import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const port = Number(process.env['PORT'] ?? 5173);

export default defineConfig({
  plugins: [svelte()],
  base: './',
  // A busy port is an error, never a silent move to the next: the gateway's CORS list names this origin.
  // 127.0.0.1, because "localhost" may bind to ::1 alone, where IPv4 health checks can't see it.
  server: { host: process.env['HOST'] ?? '127.0.0.1', port, strictPort: true },
  preview: { host: process.env['HOST'] ?? '127.0.0.1', port, strictPort: true },
  build: { target: 'es2022', sourcemap: true },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
