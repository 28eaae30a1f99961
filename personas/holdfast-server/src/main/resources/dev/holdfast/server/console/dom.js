// Elements are built here and nowhere else. What a text says never becomes markup: there is no way in but text nodes.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Properties that begin with "on" are listeners; false, null and undefined are left out. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** An element of a drawing. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'open') {
      element[name] = value;
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/** Puts children in the place of those that are there. */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

const announcer = document.getElementById('announcer');

/** Tells something to people who listen. */
export function announce(text) {
  announcer.textContent = text;
}

/** Shows something for a while, and tells it. */
export function notify(text, kind = 'good') {
  const notice = h('p', { class: 'notice', 'data-kind': kind }, text,
    h('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss', onclick: () => notice.remove() }, '×'));
  document.getElementById('notices').append(notice);
  announce(notice.firstChild.textContent);
  if (kind === 'good') {
    setTimeout(() => notice.remove(), 6000);
  }
}

/** An error as the server tells it, to be put where what failed would be. */
export function failure(error, retry) {
  return h('section', { class: 'failure', role: 'alert' },
    h('h2', {}, error.status === 404 ? 'Not there' : 'That did not work'),
    h('p', {}, error.message),
    error.hint ? h('p', { class: 'muted' }, error.hint) : null,
    retry ? h('button', { type: 'button', onclick: retry }, 'Try again') : null);
}

/** What stands where nothing is. */
export function empty(title, ...rest) {
  return h('section', { class: 'empty' }, h('h2', {}, title), rest);
}
