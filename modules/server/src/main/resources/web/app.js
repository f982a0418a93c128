// Fetches the history once, then follows the event stream. EventSource reconnects by itself.
'use strict';

const byId = id => document.getElementById(id);
const show = (id, text) => { byId(id).textContent = text; };
const whole = number => Number(number).toLocaleString('en');
const MOST_POINTS = 2500; // then the server's down-sampled history is fetched again

let past = {points: [], losses: [], swaps: [], tasks: []};
let before = null;

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
  byId('timeline').replaceChildren(...past.swaps.map(swap => {
    const item = document.createElement('li');
    const line = document.createElement('code');
    line.textContent = swap.strategy;
    const when = new Date(swap.time).toLocaleTimeString();
    item.append(line, document.createElement('br'),
      `after step ${whole(swap.step)}, ${when}, by ${swap.cause}` + (swap.evidence ? `: ${swap.evidence}` : ''));
    return item;
  }));
}

function append(list, point) {
  if (point && (list.length === 0 || point.step > list[list.length - 1].step)) list.push(point);
}

function scores(prefix, values) {
  show(prefix + 'average', percent(values.average) + ' %');
  show(prefix + 'last', percent(values.last) + ' %');
  show(prefix + 'forgetting', percent(values.forgetting) + ' %');
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
        td.append(cell('small', percent(row.control[name])));
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
  const grown = event.swaps !== past.swaps.length || event.tasks !== past.tasks.length;
  if (grown || past.points.length > MOST_POINTS) {
    await loadHistory();
    return;
  }
  append(past.points, event.point);
  append(past.losses, event.loss);
  draw();
}

function follow() {
  const events = new EventSource('api/v1/events');
  events.onopen = () => { show('connection', 'live'); loadHistory().catch(() => show('connection', 'the history cannot be loaded')); };
  events.onerror = () => show('connection', 'connection lost, trying again …');
  events.onmessage = message => { take(JSON.parse(message.data)).catch(error => show('connection', error.message)); };
}

// Where a token is needed it is asked for once and kept until the tab is closed.
async function swap(strategy) {
  const put = token => fetch('api/v1/strategy', {
    method: 'PUT',
    headers: {'Content-Type': 'application/json', ...(token ? {Authorization: 'Bearer ' + token} : {})},
    body: JSON.stringify({strategy}),
  });
  const response = await put(sessionStorage.getItem('token'));
  if (response.status !== 401) return response;
  const token = window.prompt('Zeroflow asks for its token (zeroflow.http.token)');
  if (!token) return response;
  const again = await put(token);
  if (again.status !== 401) sessionStorage.setItem('token', token);
  return again;
}

byId('swap').addEventListener('submit', async submit => {
  submit.preventDefault();
  const answer = byId('answer');
  try {
    const response = await swap(byId('line').value);
    const body = await response.json();
    answer.classList.toggle('bad', !response.ok);
    answer.textContent = response.ok ? `swapped after step ${whole(body.step)}: ${body.strategy}` : body.detail;
  } catch (error) {
    answer.classList.add('bad');
    answer.textContent = 'Zeroflow does not answer: ' + error.message;
  }
});

follow();
