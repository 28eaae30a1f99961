// Questions to the person.

import { h, replace } from './dom.js';

function show(content, onclose) {
  const dialog = h('dialog', { onclose: () => { dialog.remove(); onclose(dialog.returnValue); } });
  replace(dialog, content(dialog));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

let ids = 0;

/**
 * Asks before something is done that is not easily taken back.
 * @param {object} question title, body (elements), action (what the button says), danger
 * @returns {Promise<boolean>}
 */
export function confirm({ title, body = [], action, danger = false }) {
  return new Promise((resolve) => {
    const id = `dialog-${ids++}`;
    const dialog = show((self) => [
      h('h2', { id }, title),
      h('div', { class: 'dialog-body' }, body),
      h('div', { class: 'actions' },
        h('button', { type: 'button', autofocus: true, onclick: () => self.close('no') }, 'Cancel'),
        h('button', { type: 'button', class: danger ? 'danger' : 'primary', onclick: () => self.close('yes') }, action)),
    ], (value) => resolve(value === 'yes'));
    dialog.setAttribute('aria-labelledby', id);
  });
}

/** Asks for one line of text; null if there is none. */
export function askForText({ title, label, value = '', action }) {
  return new Promise((resolve) => {
    const id = `dialog-${ids++}`;
    const input = h('input', { id: `${id}-input`, value, autocomplete: 'off', autofocus: true });
    const dialog = show((self) => {
      const done = () => self.close('yes');
      input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          done();
        }
      });
      return [
        h('h2', { id }, title),
        h('p', {}, h('label', { for: input.id }, label), input),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => self.close('no') }, 'Cancel'),
          h('button', { type: 'button', class: 'primary', onclick: done }, action)),
      ];
    }, (answer) => resolve(answer === 'yes' ? input.value : null));
    dialog.setAttribute('aria-labelledby', id);
    input.select();
  });
}

/** Asks for the token that the server wants, until there is one. */
export function askForToken(refused) {
  return new Promise((resolve) => {
    const input = h('input', { id: 'token', type: 'password', autocomplete: 'off', autofocus: true, spellcheck: 'false' });
    const dialog = show((self) => {
      const done = () => {
        if (input.value.trim()) self.close();
      };
      self.addEventListener('cancel', (event) => event.preventDefault());
      input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') done();
      });
      return [
        h('h2', { id: 'token-title' }, 'This server asks for a token'),
        h('p', { class: 'muted' }, refused ? 'The token that you gave is not, or no longer, valid.'
          : 'Whoever runs the server makes one with: holdfast token create NAME'),
        h('p', {}, h('label', { for: 'token' }, 'Token'), input),
        h('p', { class: 'muted' }, 'It is kept for this tab only, until you close it.'),
        h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: done }, 'Continue')),
      ];
    }, () => resolve(input.value.trim()));
    dialog.setAttribute('aria-labelledby', 'token-title');
  });
}
