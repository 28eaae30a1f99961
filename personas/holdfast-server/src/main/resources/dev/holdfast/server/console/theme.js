// Light, dark, or as the system says.

const KEY = 'holdfast.theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const NAMES = { auto: ['Auto', 'as the system says'], light: ['Light', 'light'], dark: ['Dark', 'dark'] };

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme in NEXT ? theme : 'auto';
  } catch {
    return 'auto';
  }
}

export function initTheme() {
  const button = document.getElementById('theme');
  let theme = remembered();
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = NAMES[theme][0];
    button.setAttribute('aria-label', `Theme: ${NAMES[theme][1]}`);
  };
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // it holds for this visit
    }
    show();
  });
  show();
}
