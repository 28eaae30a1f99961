// Who holds and who waits, over all processes, and how that was in the last minutes.

import { get } from './api.js';
import { announce, empty, h, replace } from './dom.js';
import { moment, on } from './live.js';
import { FORMATS, plot, plots } from './plot.js';
import { ago, count, duration, isolated, personaUrl, time } from './text.js';

const LONG_HOLD = 5000;

export async function show(view) {
  const begun = moment();
  let [locks, history] = await Promise.all([get('/locks'), get('/samples')]);
  const figures = h('dl', { class: 'figures' });
  const list = h('div', { class: 'resources' });
  const totals = h('div');
  const drawings = drawing();
  let ahead = Date.now() - new Date(locks.at).getTime(); // of the server's clock

  const redraw = () => {
    showFigures(figures, locks);
    showResources(list, locks, Date.now() - ahead);
  };
  const sampled = () => drawings.forEach((one) => one.update(history));

  replace(view,
    h('header', { class: 'view-head' }, h('h1', {}, 'Locks'),
      h('p', { class: 'lede' }, 'Who holds what, and who waits for it, over all programs that share this folder.')),
    figures,
    h('section', { 'aria-label': 'Locks now' }, list),
    h('section', { class: 'over-time' }, h('h2', {}, 'The last minutes'), plots(drawings.map((one) => one.plot))),
    totals);
  redraw();
  sampled();
  showTotals(totals, locks);

  const ticking = setInterval(redraw, 1000);
  const ends = [
    on('locks', (now) => {
      if (new Date(now.at) < new Date(locks.at)) return;
      const waited = waiters(locks);
      locks = now;
      ahead = Date.now() - new Date(locks.at).getTime();
      redraw();
      showTotals(totals, locks);
      if (waiters(now) > waited) announce(`${count(waiters(now), 'request')} waiting`);
    }, begun),
    on('sample', (sample) => {
      history.samples.push(sample);
      if (history.samples.length > history.most) history.samples.shift();
      sampled();
    }),
    on('back', async () => {
      history = await get('/samples');
      sampled();
    }),
  ];
  return () => {
    clearInterval(ticking);
    ends.forEach((end) => end());
  };
}

const holders = (locks) => locks.resources.reduce((sum, one) => sum + one.holders.length, 0);
const waiters = (locks) => locks.resources.reduce((sum, one) => sum + one.waiters.length, 0);

function showFigures(element, locks) {
  const figure = (name, value, kind) => h('div', { 'data-kind': kind }, h('dt', {}, name), h('dd', {}, value));
  const waiting = waiters(locks);
  replace(element,
    figure('Held', holders(locks), holders(locks) ? 'held' : null),
    figure('Waiting', waiting, waiting ? 'waiting' : null),
    figure('Programs', locks.processes.length),
    figure('Grants, this server', locks.total.acquired.toLocaleString('en')),
    figure('Longest wait, this server', duration(locks.total.longestWaitMillis)));
}

function showResources(element, locks, now) {
  if (!locks.resources.length) {
    replace(element, empty('Nothing is locked',
      h('p', {}, 'When a program changes a persona it is here for as long as that takes, mostly a few milliseconds.'),
      h('p', {}, 'To see one: ', h('code', {}, 'holdfast lock demo -- sleep 20'))));
    return;
  }
  const programs = new Map(locks.processes.map((one) => [one.pid, one]));
  replace(element, locks.resources.map((resource) => h('article', { class: 'resource', 'data-waiting': resource.waiters.length > 0 },
    h('h2', { class: 'resource-name' }, nameOf(resource.resource)),
    h('ul', { class: 'parties' },
      resource.holders.map((party) => h('li', { class: 'party', 'data-kind': 'held' }, partyOf(party, programs, now, 'holds'))),
      resource.waiters.map((party, index) => h('li', { class: 'party', 'data-kind': 'waiting' },
        partyOf(party, programs, now, `waits, ${ordinal(index + 1)}`)))))));
}

const ordinal = (n) => `${n}${['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'} in line`;

function nameOf(resource) {
  const persona = /^persona:(.+)$/.exec(resource);
  return persona ? h('a', { href: personaUrl(`${persona[1]}.md`) }, isolated(resource, 'mono')) : isolated(resource, 'mono');
}

function partyOf(party, programs, now, does) {
  const program = programs.get(party.pid);
  const gone = program && (program.state === 'ended' || program.state === 'another');
  return [
    h('span', { class: 'party-what' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), does),
    h('span', { class: 'party-who' }, h('span', { class: 'nowrap' }, `pid ${party.pid}`),
      program?.program ? isolated(program.program, 'program') : null,
      program?.thisServer ? h('span', { class: 'badge' }, 'this server') : null,
      program?.state === 'stopped' ? h('span', { class: 'badge', 'data-kind': 'warning' }, 'stopped') : null,
      gone ? h('span', { class: 'badge', 'data-kind': 'warning' }, 'not on this host') : null),
    h('span', { class: 'party-why' }, party.mode === 'shared' ? 'shared' : 'exclusive',
      party.purpose ? [' · ', isolated(party.purpose)] : null),
    h('span', { class: 'party-since', 'data-long': now - new Date(party.since).getTime() > LONG_HOLD, title: party.since },
      h('span', { class: 'muted' }, 'for '), ago(party.since, now)),
  ];
}

function drawing() {
  const per = (sample, value, seconds) => (value ?? 0) / seconds;
  const kinds = [
    { title: 'Held', kind: 'held', format: FORMATS.count, note: 'Holders at a time, over all programs.', of: (s) => s.held },
    { title: 'Waiting', kind: 'waiting', format: FORMATS.count, note: 'Requests in a queue, over all programs.', of: (s) => s.waiting },
    { title: 'Mean wait', kind: 'waiting', format: FORMATS.millis, note: 'Of grants of this server that had to wait.',
      of: (s) => (s.contended ? s.waitedMillis / s.contended : 0) },
    { title: 'Grants', kind: 'held', format: FORMATS.rate, note: 'Locks that this server took.', of: (s, sec) => per(s, s.acquired, sec) },
    { title: 'Mean hold', kind: 'held', format: FORMATS.millis, note: 'How long this server held a lock.',
      of: (s) => (s.acquired ? s.heldMillis / s.acquired : 0) },
    { title: 'Commits', kind: 'commit', format: FORMATS.rate, note: 'Changes of files that this server made.',
      of: (s, sec) => per(s, s.commits, sec) },
    { title: 'Mean sync', kind: 'commit', format: FORMATS.millis, note: 'How long the disk took to make a change last.',
      of: (s) => (s.syncs ? s.syncMillis / s.syncs : 0) },
  ];
  return kinds.map((kind) => {
    const one = plot(kind);
    return {
      plot: one,
      update(history) {
        const seconds = history.intervalMillis / 1000;
        const all = history.samples;
        const span = Math.max(60000, all.length ? all.at(-1).at - all[0].at : 0);
        one.show(all.map((sample) => ({ at: sample.at, value: kind.of(sample, seconds) })), span);
      },
    };
  });
}

function showTotals(element, locks) {
  if (!locks.byKind.length) {
    replace(element);
    return;
  }
  const open = element.querySelector('details')?.open ?? false;
  replace(element, h('details', { class: 'totals', open }, h('summary', {}, 'Totals of this server, by kind of lock'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Totals by kind' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Kind', 'Grants', 'Had to wait', 'Timed out', 'Owners died', 'Longest wait', 'Longest hold']
        .map((name, index) => h('th', { scope: 'col', class: index ? 'number' : null }, name)))),
      h('tbody', {}, locks.byKind.map((kind) => h('tr', {}, h('th', { scope: 'row' }, isolated(kind.kind, 'mono')),
        [kind.acquired, kind.contended, kind.timedOut, kind.ownersDied].map((n) => h('td', { class: 'number' }, n.toLocaleString('en'))),
        [kind.longestWaitMillis, kind.longestHoldMillis].map((n) => h('td', { class: 'number' }, duration(n))))))),
    h('p', { class: 'muted' }, 'As of ', time(locks.at), '.'))));
}
