// A small drawing of one figure over time. What it shows is also said in words, for those who do not see it.

import { h, replace, svg } from './dom.js';
import { duration } from './text.js';

const WIDTH = 320;
const HEIGHT = 84;
const TOP = 6;
const BOTTOM = 4;

/** A round number that is not smaller, so that the scale does not jump with each value. */
function ceiling(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

export const FORMATS = {
  count: (value) => Math.round(value).toLocaleString('en'),
  rate: (value) => `${value >= 10 || value === 0 ? Math.round(value).toLocaleString('en') : value.toFixed(1)}/s`,
  millis: duration,
};

/**
 * A plot of a figure.
 * @param {string} title what is shown
 * @param {string} note what that means
 * @param {function} format a value in words
 * @param {string} kind names its colour
 */
export function plot({ title, note, format, kind }) {
  const latest = h('span', { class: 'plot-latest' }, '–');
  const scale = h('span', { class: 'plot-scale', 'aria-hidden': 'true' });
  const area = svg('path', { class: 'plot-area' });
  const line = svg('path', { class: 'plot-line' });
  const cursor = svg('line', { class: 'plot-cursor', y1: 0, y2: HEIGHT, visibility: 'hidden' });
  const drawing = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', class: 'plot-drawing' },
    svg('line', { class: 'plot-base', x1: 0, x2: WIDTH, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }), area, line, cursor);
  const when = h('span', { class: 'plot-when muted' });
  const element = h('figure', { class: 'plot', 'data-kind': kind },
    h('figcaption', {}, h('span', { class: 'plot-title' }, title), latest), drawing,
    h('div', { class: 'plot-foot' }, when, scale), h('p', { class: 'plot-note muted' }, note));
  let points = [];
  let span = 1;

  const x = (point) => WIDTH - ((points.at(-1).at - point.at) / span) * WIDTH;

  function showLatest() {
    const last = points.at(-1);
    latest.textContent = last ? format(last.value) : '–';
    when.textContent = last ? `last ${duration(span)}` : 'no figures yet';
    cursor.setAttribute('visibility', 'hidden');
  }

  drawing.addEventListener('pointermove', (event) => {
    if (!points.length) return;
    const box = drawing.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * WIDTH;
    const nearest = points.reduce((best, point) => (Math.abs(x(point) - at) < Math.abs(x(best) - at) ? point : best));
    latest.textContent = format(nearest.value);
    when.textContent = new Date(nearest.at).toLocaleTimeString();
    cursor.setAttribute('x1', x(nearest));
    cursor.setAttribute('x2', x(nearest));
    cursor.setAttribute('visibility', 'visible');
  });
  drawing.addEventListener('pointerleave', showLatest);

  return {
    element,
    /** Shows these values, the oldest first, over a span of time that ends with the last. */
    show(values, spanMillis) {
      points = values;
      span = spanMillis;
      const most = ceiling(Math.max(0, ...values.map((point) => point.value)));
      const y = (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
      const steps = values.map((point) => `${x(point).toFixed(1)},${y(point.value).toFixed(1)}`);
      line.setAttribute('d', steps.length ? `M${steps.join('L')}` : '');
      area.setAttribute('d', steps.length
        ? `M${x(values[0]).toFixed(1)},${HEIGHT - BOTTOM}L${steps.join('L')}L${WIDTH},${HEIGHT - BOTTOM}Z` : '');
      scale.textContent = `0 – ${format(most)}`;
      const largest = Math.max(0, ...values.map((point) => point.value));
      drawing.setAttribute('aria-label', values.length
        ? `${title}: now ${format(values.at(-1).value)}, at most ${format(largest)} in the last ${duration(span)}` : `${title}: no figures yet`);
      showLatest();
    },
  };
}

/** Several plots beside each other. */
export function plots(list) {
  return replace(h('div', { class: 'plots' }), list.map((one) => one.element));
}
