// The charts. Each takes plain data and knows nothing of the API.
'use strict';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const percent = value => (100 * value).toFixed(1);

// A line of [step, value] without what was not measured; a single point would have no line to be seen by.
function stepLine(name, data, extra) {
  const known = data.filter(([, value]) => value !== null && value !== undefined);
  return {name, type: 'line', showSymbol: known.length === 1, data: known, ...extra};
}
const inPercent = value => value === null || value === undefined ? null : +percent(value);

function makeChart(id) {
  let chart = null;
  const build = () => {
    if (chart) chart.dispose();
    chart = echarts.init(document.getElementById(id), dark.matches ? 'dark' : null, {renderer: 'canvas'});
  };
  build();
  let last = null;
  const draw = option => {
    last = option;
    chart.setOption({backgroundColor: 'transparent', animation: false, ...option}, {notMerge: true});
  };
  dark.addEventListener('change', () => { build(); if (last) draw(last); });
  window.addEventListener('resize', () => chart.resize());
  return draw;
}

const grid = {left: 48, right: 20, top: 44, bottom: 36};
// Drawn on the canvas: as HTML it would need inline styles, which the page's policy forbids.
const tooltip = {trigger: 'axis', renderMode: 'richText'};
const stepAxis = {type: 'value', name: 'step', nameLocation: 'middle', nameGap: 22, min: 'dataMin', max: 'dataMax'};
const percentAxis = {type: 'value', min: 0, max: 100, axisLabel: {formatter: '{value} %'}};

// Swaps are marked by solid lines, starts of tasks by dotted ones.
function marks(history) {
  const swaps = history.swaps.filter(swap => swap.number > 0)
    .map(swap => ({xAxis: swap.step, lineStyle: {type: 'solid', width: 2, color: '#d9480f'},
      label: {formatter: '⇄ ' + swap.strategy.split('(')[0], color: '#d9480f', position: 'insideEndTop'}}));
  const tasks = history.tasks
    .map(task => ({xAxis: task.step, lineStyle: {type: 'dotted', color: '#888'}, label: {show: false}}));
  return {symbol: 'none', silent: true, data: [...tasks, ...swaps]};
}

const taskChart = makeChart('tasks-chart');
function drawTasks(history) {
  const names = [...new Set(history.points.flatMap(point => Object.keys(point.tasks)))];
  const series = names.map((name, index) => stepLine(name,
    history.points.map(point => [point.step, inPercent(point.tasks[name])]), index === 0 ? {markLine: marks(history)} : {}));
  taskChart({grid, legend: {type: 'scroll', top: 4}, tooltip, xAxis: stepAxis, yAxis: percentAxis, series});
}

const scoreChart = makeChart('scores-chart');
function drawScores(history) {
  const line = (name, key, extra) => stepLine(name, history.points.map(point => [point.step, inPercent(point[key])]), extra);
  scoreChart({grid, legend: {top: 4}, tooltip, xAxis: stepAxis, yAxis: percentAxis,
    series: [line('accuracy', 'overall', {markLine: marks(history)}), line('forgetting', 'forgetting', {lineStyle: {type: 'dashed'}})]});
}

const lossChart = makeChart('loss-chart');
function drawLoss(history) {
  lossChart({grid: {...grid, left: 64}, tooltip: {...tooltip, valueFormatter: loss => loss.toPrecision(4)}, xAxis: stepAxis, yAxis: {type: 'value', scale: true},
    series: [stepLine('loss', history.losses.map(loss => [loss.step, loss.loss]), {markLine: marks(history)})]});
}

const landscapeChart = makeChart('landscape-chart');
// Differences from the loss here: the two curves are at different heights, and the slopes are what counts.
function drawLandscape(points) {
  const line = (name, key, extra) => {
    const known = points.filter(point => point[key] !== null);
    const here = (known.find(point => point.at === 0) ?? {})[key];
    return {name: here === undefined ? name : `${name}, ${here.toPrecision(3)} here`, type: 'line', smooth: true, symbolSize: 5,
      data: known.map(point => [point.at, +(point[key] - here).toPrecision(4)]), ...extra};
  };
  const here = {symbol: 'none', silent: true, data: [{xAxis: 0, lineStyle: {type: 'dotted', color: '#888'}, label: {show: false}}]};
  landscapeChart({grid: {...grid, left: 64}, legend: {top: 4}, tooltip,
    xAxis: {type: 'value', name: 'radii downhill', nameLocation: 'middle', nameGap: 22, axisLine: {onZero: false}},
    yAxis: {type: 'value', scale: true, axisLine: {onZero: false}},
    series: [line('running task', 'running', {markLine: here}), line('tasks before', 'past', {lineStyle: {type: 'dashed'}})]});
}
