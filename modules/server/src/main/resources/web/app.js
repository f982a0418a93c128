// Fetches the history once, then follows the event stream. EventSource reconnects by itself.
'use strict';

const byId = id => document.getElementById(id);
const show = (id, text) => { byId(id).textContent = text; };
const whole = number => Number(number).toLocaleString('en');
const MOST_POINTS = 2500; // then the server's down-sampled history is fetched again

const LANDSCAPE_EVERY = 10_000; // ms

let past = {points: [], losses: [], swaps: [], tasks: []};
let before = null;
let decided = -1;

async function loadHistory() {
  const response = await fetch('api/v1/history');
  if (!response.ok) throw new Error('history: status ' + response.status);
  past = await response.json();
  draw();
}

function draw() {
  drawTasks(past);
  drawScores(past);
  drawLoss(past);
}

const deeds = {
  'model-created': 'start with', 'strategy-changed': 'swap to', 'forked': 'fork with', 'fork-adopted': 'adopt',
  'fork-dropped': 'drop', 'policy-changed': 'policy', 'paused': 'pause', 'resumed': 'resume', 'flushed': 'flush',
};

async function loadDecisions() {
  const response = await fetch('api/v1/decisions');
  if (!response.ok) throw new Error('decisions: status ' + response.status);
  const {decisions} = await response.json();
  byId('timeline').replaceChildren(...decisions.map(decision => {
    const item = document.createElement('li');
    const line = document.createElement('code');
    line.textContent = decision.what;
    const when = new Date(decision.time).toLocaleTimeString();
    item.append(deeds[decision.decision] + ' ', line, document.createElement('br'),
      `after step ${whole(decision.step)}, ${when}, by ${decision.cause}` + (decision.evidence ? `: ${decision.evidence}` : ''));
    const {effect, expected} = decision;
    if (effect) {
      item.append(document.createElement('br'), `came to: accuracy ${points(effect.accuracy)}, forgetting ${points(effect.forgetting)}`
        + ` in ${effect.evaluations} evaluations and ${whole(effect.forwards)} forward passes`);
    } else if (expected) {
      item.append(document.createElement('br'), `expected: ${expected}`);
    }
    return item;
  }));
}

const points = change => change === null ? '–' : `${change < 0 ? '−' : '+'}${Math.abs(100 * change).toFixed(1)} points`;

function describe(id, words) {
  byId(id).replaceChildren(...Object.entries(words).flatMap(([name, text]) => {
    const dt = document.createElement('dt');
    const dd = document.createElement('dd');
    dt.textContent = name;
    dd.textContent = text;
    return [dt, dd];
  }));
}

function bytes(count) {
  const unit = Math.min(3, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return (count / 1024 ** unit).toFixed(unit === 0 ? 0 : 1) + ' ' + ['B', 'KiB', 'MiB', 'GiB'][unit];
}

// What a step takes with backprop, once it is known: it depends on the network and the batch alone.
let backprop = {};
let asking = false;
async function loadStepMemory() {
  if (asking || backprop.known) return;
  asking = true;
  try {
    const response = await fetch('api/v1/step-memory');
    if (!response.ok) throw new Error('step memory: status ' + response.status);
    const {batch, gradient, activations} = await response.json();
    if (activations === null) return;
    backprop = {
      'memory: forward passes': 'keep no activations',
      'memory: backprop': `keeps ${bytes(activations + gradient)}, activations of ${batch} samples and the gradient`,
    };
    Object.defineProperty(backprop, 'known', {value: true});
  } finally {
    asking = false;
  }
}

function system(status, health) {
  const letters = Object.entries(health.deadLetters).filter(([, count]) => count > 0);
  describe('system', {
    'device': status.device,
    'waiting to be learned': health.consumerLag === null ? '–' : whole(health.consumerLag) + ' records',
    'waiting for a full batch': whole(health.waitingSamples) + ' samples',
    'evaluators behind': whole(health.followerLag) + ' steps',
    'dead letters of this process': letters.length === 0 ? 'none' : letters.map(([reason, count]) => `${whole(count)} ${reason}`).join(', '),
    'rejected steps of this process': whole(status.rejected),
    'journal of this process': bytes(status.journalBytes),
    'this process': 'since ' + new Date(status.started).toLocaleString(),
    'last snapshot': health.snapshotStep === null ? 'none' : 'step ' + whole(health.snapshotStep),
    ...backprop,
    ...Object.fromEntries(Object.entries(health.memory).map(([area, size]) => [`memory: ${area.replaceAll('_', ' ')}`, bytes(size)])),
  });
}

async function loadConfiguration() {
  const response = await fetch('api/v1/configuration');
  if (!response.ok) throw new Error('configuration: status ' + response.status);
  describe('configuration', await response.json());
}

// It costs evaluations: only while somebody looks, and not again before the model has moved.
let seen = {step: -1, at: -Infinity};
async function loadLandscape(step) {
  if (document.hidden || step === seen.step || performance.now() - seen.at < LANDSCAPE_EVERY) return;
  seen = {step, at: performance.now()};
  const response = await fetch('api/v1/landscape');
  if (!response.ok) throw new Error('landscape: status ' + response.status);
  const landscape = await response.json();
  if (landscape.points.length > 0) {
    drawLandscape(landscape.points);
    show('landscape-step', `After step ${whole(landscape.step)}.`);
  } else { // a task begins, or the strategy holds: what was seen before stays
    if (byId('landscape-step').textContent === '') show('landscape-step', 'The last step measured no direction.');
    seen.at = -Infinity;
  }
}

function append(list, point) {
  const last = list[list.length - 1];
  if (!point || (last && point.step <= last.step)) return;
  if (last && last.from !== undefined && point.from === last.from) list.pop(); // the same mean, of more steps
  list.push(point);
}

// What was not measured is a dash, and never 0.
const ratio = value => value === null ? '–' : percent(value) + ' %';

function scores(prefix, values) {
  show(prefix + 'average', ratio(values.average));
  show(prefix + 'last', ratio(values.last));
  show(prefix + 'forgetting', ratio(values.forgetting));
}

function matrix(rows) {
  if (rows.length === 0) return;
  const names = [...new Set(rows.flatMap(row => Object.keys(row.accuracy)))];
  const cell = (tag, text) => { const e = document.createElement(tag); e.textContent = text; return e; };
  const head = document.createElement('tr');
  head.append(cell('th', 'after'), ...names.map(name => cell('th', name)));
  const body = rows.map(row => {
    const tr = document.createElement('tr');
    tr.append(cell('th', row.afterTask));
    for (const name of names) {
      const td = cell('td', name in row.accuracy ? percent(row.accuracy[name]) : '');
      if (name in row.accuracy) {
        const value = row.accuracy[name];
        td.style.background = `color-mix(in srgb, #2f6fde ${Math.round(45 * value)}%, transparent)`;
        td.append(cell('small', name in row.control ? percent(row.control[name]) : '–'));
      }
      tr.append(td);
    }
    return tr;
  });
  const table = document.createElement('tbody');
  table.append(head, ...body);
  byId('matrix').replaceChildren(table);
}

function rate(status) {
  const now = performance.now();
  if (before && now - before.at > 900) {
    const perSecond = (status.samples - before.samples) / ((now - before.at) / 1000);
    show('rate', whole(Math.max(0, Math.round(perSecond))));
  }
  if (!before || now - before.at > 900) before = {at: now, samples: status.samples};
}

async function take(event) {
  const {status, accuracy} = event;
  scores('', accuracy.model);
  scores('control-', accuracy.control);
  show('loss', status.loss === null ? '–' : status.loss.toFixed(3));
  show('step', whole(status.step));
  show('task', status.task ?? 'none');
  show('classes', whole(status.classes));
  show('parameters', whole(status.parameters));
  show('forwards', whole(status.forwardPasses));
  show('strategy', status.strategy);
  rate(status);
  matrix(accuracy.matrix);
  system(status, event.health);
  controls(status, event.policy);
  loadStepMemory().catch(error => console.warn(error));
  loadLandscape(status.step).catch(error => show('landscape-step', error.message));
  if (event.decisions !== decided) {
    await loadDecisions();
    decided = event.decisions;
  }
  const grown = event.swaps !== past.swaps.length || event.tasks !== past.tasks.length;
  if (grown || past.points.length > MOST_POINTS) {
    await loadHistory();
    return;
  }
  append(past.points, event.point);
  append(past.losses, event.loss);
  draw();
}

async function load() {
  await Promise.all([loadHistory(), loadConfiguration(), loadPolicies()]);
}

function follow() {
  const events = new EventSource('api/v1/events');
  events.onopen = () => { show('connection', 'live'); load().catch(error => show('connection', error.message)); };
  events.onerror = () => show('connection', 'connection lost, trying again …');
  events.onmessage = message => { take(JSON.parse(message.data)).catch(error => show('connection', error.message)); };
}

follow();
