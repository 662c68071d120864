// The reader's choice of light or dark. "auto" follows the system, also when the system changes its mind at dusk.

export type Theme = 'auto' | 'light' | 'dark';

const key = 'riskplatform.theme';
const order: readonly Theme[] = ['auto', 'light', 'dark'];

export const nextTheme = (theme: Theme): Theme => order[(order.indexOf(theme) + 1) % order.length] ?? 'auto';

const isTheme = (text: string | null): text is Theme => text === 'auto' || text === 'light' || text === 'dark';

export function storedTheme(storage: Pick<Storage, 'getItem'>): Theme {
  const stored = storage.getItem(key);
  return isTheme(stored) ? stored : 'auto';
}

export const storeTheme = (storage: Pick<Storage, 'setItem'>, theme: Theme): void => storage.setItem(key, theme);

/** What to paint: the choice, or the system's wish. */
export const paintedTheme = (theme: Theme, systemIsDark: boolean): 'light' | 'dark' =>
  theme === 'auto' ? (systemIsDark ? 'dark' : 'light') : theme;
