// What the server tells by itself. Read with fetch, so that the token goes along; where the connection ends it is tried
// again, after longer and longer pauses.

import { request, session } from './api.js';
import { announce } from './dom.js';

const LONGEST_PAUSE = 15000;
const SILENCE = 30000;

const MOST_RECENT = 100;

const listeners = new Map();
const recent = [];
let told = 0;
const state = document.getElementById('link-state');
const WORDS = { connecting: 'Connecting', live: 'Live', lost: 'Disconnected, retrying' };

/** The moment, to be taken before something is loaded whose changes are to be heard; see {@link on}. */
export const moment = () => told;

/**
 * Calls a listener for each event of a kind ("back" when the connection is there again), at once for those since a moment;
 * returns what ends that.
 */
export function on(kind, listener, since = told) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(listener);
  for (const one of recent) if (one.number > since && one.kind === kind) listener(one.data);
  return () => listeners.get(kind).delete(listener);
}

function tell(kind, data) {
  told += 1;
  recent.push({ number: told, kind, data });
  if (recent.length > MOST_RECENT) recent.shift();
  for (const listener of listeners.get(kind) ?? []) listener(data);
}

function show(now) {
  const before = state.dataset.state;
  if (before === now) return;
  state.dataset.state = now;
  state.textContent = WORDS[now];
  if (now === 'lost') announce('Disconnected from the server. Trying again.');
  if (now === 'live' && before === 'lost') {
    announce('Connected again.');
    tell('back');
  }
}

function handle(text) {
  let kind = 'message';
  const data = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('event: ')) kind = line.slice(7);
    if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  if (data.length) tell(kind, JSON.parse(data.join('\n')));
}

async function follow() {
  const control = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => control.abort(), SILENCE);
  };
  heard();
  try {
    const response = await request('GET', '/events', undefined, control.signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      show('live');
      const parts = (rest + value).split('\n\n');
      rest = parts.pop();
      parts.forEach(handle);
    }
  } finally {
    clearTimeout(silence);
  }
}

/** Listens as long as the page is there. */
export async function listen() {
  let pause = 500;
  for (;;) {
    const begun = Date.now();
    try {
      await session();
      await follow();
      if (Date.now() - begun > 5000) continue; // the server ends each connection after a while
    } catch {
      // as below
    }
    show('lost');
    if (Date.now() - begun > 5000) pause = 500;
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  }
}
