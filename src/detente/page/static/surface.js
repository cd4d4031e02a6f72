// The loss surface and the game over it, with the same formulas as detente.deal in Python.
// A table is detente.table/1, a row is one share per column of the table.

const ROUNDING = 1e-6;
const EVEN = 1e-9;
const NOTHING = 1e-9;

// Ramp j climbs from 0 to 1 between knot j-1 and knot j; the last goes on at its slope.
export function ramps(intensity, knots) {
  return knots.map((knot, j) => {
    const start = j ? knots[j - 1] : 0;
    const height = (intensity - start) / (knot - start);
    const top = j < knots.length - 1 ? 1 : Infinity;
    return Math.min(Math.max(height, 0), top);
  });
}

export function products(z) {
  const out = [];
  for (let k = 0; k < z.length; k++) for (let l = k + 1; l < z.length; l++) out.push(z[k] * z[l]);
  return out;
}

const controlsOf = (table) => table.knots.length;
const intensities = (table, row) => row.slice(0, controlsOf(table)).map((share) => 1 - share);

function surfaceColumns(table, row) {
  const z = intensities(table, row);
  return [...table.knots.flatMap((knots, k) => ramps(z[k], knots)), ...products(z)];
}

// sum over features of columns[f] * parts[f][p], for each party
function weigh(columns, parts) {
  const out = new Array(parts[0].length).fill(0);
  columns.forEach((value, f) => parts[f].forEach((part, p) => { out[p] += value * part; }));
  return out;
}

const centralParts = (table) => [...table.climbs.flat(), ...table.pair];

export const loss = (table, row) => weigh(surfaceColumns(table, row), centralParts(table));

export function lossByMonth(table, row) {
  const columns = surfaceColumns(table, row);
  return table.months.map((parts) => weigh(columns, parts));
}

// Share of each control's own loss to each party that remains, [party][control].
export function shapes(table, row) {
  const z = intensities(table, row);
  return table.parties.map((_, p) => z.map((intensity, k) => {
    const climb = table.climbs[k].map((step) => step[p]);
    const total = climb.reduce((a, b) => a + b, 0);
    const size = climb.reduce((a, b) => a + Math.abs(b), 0);
    if (Math.abs(total) <= 1e-12 * (size + 1e-300)) return intensity;
    const held = ramps(intensity, table.knots[k]).reduce((sum, r, j) => sum + r * climb[j], 0);
    return held / total;
  }));
}

function features(table, row) {
  const count = controlsOf(table);
  const joint = products(intensities(table, row));
  const given = row.slice(0, count).map((share) => Math.max(share, 0));
  const some = row.slice(0, count).map((share) => (share > 0 ? 1 : 0));
  const shared = [...joint.map((one) => 1 - one), ...given, ...some, ...row.slice(count)];
  return shapes(table, row).map((shape) => [...shape.map((one) => 1 - one), ...shared]);
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

export function utility(table, row) {
  return features(table, row).map((one, p) => dot(one, table.central[p]));
}

// Utilities in every draw, [party][draw]; with values held, only the losses are drawn.
function drawUtility(table, row, { held = false } = {}) {
  const losses = controlsOf(table) + table.pair.length;
  return features(table, row).map((one, p) => {
    const draws = table.drawn[p][0].length;
    const out = new Array(draws).fill(0);
    one.forEach((value, f) => {
      if (!value) return;
      for (let d = 0; d < draws; d++) {
        out[d] += value * (held && f >= losses ? table.central[p][f] : table.drawn[p][f][d]);
      }
    });
    return out;
  });
}

// Cost in every draw, [party][draw].
function drawLoss(table, row) {
  const count = controlsOf(table);
  const joint = products(intensities(table, row));
  return shapes(table, row).map((shape, p) => {
    const kept = [...shape, ...joint];
    const out = new Array(table.drawn[p][0].length).fill(0);
    for (let f = 0; f < count + joint.length; f++) {
      for (let d = 0; d < out.length; d++) out[d] += kept[f] * table.drawn[p][f][d];
    }
    return out;
  });
}

function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

// 5th and 95th percentile around a central value that is kept inside.
export function range(draws, central) {
  if (!draws.length) return { low: central, central, high: central };
  const sorted = [...draws].sort((a, b) => a - b);
  return {
    low: Math.min(quantile(sorted, 0.05), central),
    central,
    high: Math.max(quantile(sorted, 0.95), central),
  };
}

const mean = (flags) => flags.filter(Boolean).length / flags.length;

function pressureByMonth(table, row) {
  const count = controlsOf(table);
  const monthly = table.parties.map((_, p) => {
    const theirs = row.slice(0, count).map((share, k) => (table.own[p][k] ? 1 : share));
    return lossByMonth(table, theirs);
  });
  return table.months.map((_, m) => table.parties.map((__, p) => monthly[p][m][p]));
}

// Cost of the others' controls alone in each draw, of the central one, [party][draw].
function pressureScale(table, row) {
  const count = controlsOf(table);
  return table.parties.map((_, p) => {
    const theirs = row.slice(0, count).map((share, k) => (table.own[p][k] ? 1 : share));
    const central = loss(table, theirs)[p];
    const drawn = drawLoss(table, theirs)[p];
    return drawn.map((one) => (central > 0 ? one / central : 1));
  });
}

// Who is under the least pressure in each month in nearly every draw; else nobody.
function holdersOf(table, pressure, scale) {
  const even = EVEN * Math.max(0, ...pressure.flat().map(Math.abs));
  return pressure.map((month) => {
    const least = month.indexOf(Math.min(...month));
    const sure = month.every((value, q) => {
      if (q === least) return true;
      const gaps = scale[q].map((one, d) => value * one - month[least] * scale[least][d]);
      gaps.sort((a, b) => a - b);
      const drawn = gaps.length ? quantile(gaps, 0.05) : Infinity;
      return Math.min(drawn, value - month[least]) > even;
    });
    return sure ? table.parties[least] : null;
  });
}

// First month in which another holds the leverage than the first to hold it.
function passesIn(holders) {
  const first = holders.find(Boolean);
  const at = holders.findIndex((one) => one && one !== first);
  return at < 0 ? null : at + 1;
}

// Gain over no deal; what is rounding is nothing.
function gained(table, value, p) {
  const found = value - table.disagreement[p];
  return Math.abs(found) <= table.tolerance ? 0 : found;
}

export function rowOf(table, easings) {
  const shares = table.columns.map((column) => easings[column.name] ?? 0);
  return shares.map((share) => (share < NOTHING ? 0 : share));
}

const crossedOf = (table, row) =>
  table.columns.filter((column, k) => row[k] > column.bound + ROUNDING).map((one) => one.name);
const missedOf = (table, row) =>
  table.columns.filter((column, k) => row[k] < column.least - ROUNDING).map((one) => one.name);

// detente.answer/1 for one package.
export function answer(table, easings) {
  const row = rowOf(table, easings);
  const count = controlsOf(table);
  const nothing = row.map(() => 0);
  const [before, after] = [nothing, row].map((one) => ({
    loss: loss(table, one), drawn: drawLoss(table, one), monthly: lossByMonth(table, one),
  }));
  const gains = utility(table, row);
  const drawn = drawUtility(table, row);
  const heldDraws = drawUtility(table, row, { held: true });
  const fine = gains.map((gain, p) => gain >= table.floor[p] - table.tolerance);
  const fineDrawn = drawn.map((one, p) => one.map((u) => u >= table.floor[p] - table.tolerance));
  const crossed = crossedOf(table, row);
  const missed = missedOf(table, row);
  const agreed = !crossed.length && !missed.length;
  const pressure = pressureByMonth(table, row);
  const holders = holdersOf(table, pressure, pressureScale(table, row));
  const limits = [];
  for (let k = 0; k < count; k++) {
    if (row[k] <= 0) continue;
    table.parties.forEach((party, p) => {
      if (!table.own[p][k]) return;
      const value = table.columns[k].security.central;
      const most = heldDraws[p].map((u) => Math.max(value + (u - table.floor[p]) / row[k], 0));
      const central = Math.max(value + (gains[p] - table.floor[p]) / row[k], 0);
      limits.push({ party, control: table.columns[k].name, most: range(most, central) });
    });
  }
  const together = drawn[0].map((_, d) => fineDrawn.every((one) => one[d]));
  return {
    schema: "detente.answer/1",
    unit: table.unit,
    package: Object.fromEntries(table.columns.map((column, k) => [column.name, row[k]])),
    parties: table.parties.map((party, p) => ({
      party,
      today: range(before.drawn[p], before.loss[p]),
      cost: range(after.drawn[p], after.loss[p]),
      gain: range(drawn[p].map((u) => gained(table, u, p)), gained(table, gains[p], p)),
      accepts: fine[p],
      share: mean(fineDrawn[p]),
      short: fine[p] ? 0 : Math.max(table.floor[p] - gains[p], 0),
      today_by_month: before.monthly.map((month) => month[p]),
      by_month: after.monthly.map((month) => month[p]),
      pressure: pressure.map((month) => month[p]),
    })),
    accepted: fine.every(Boolean) && agreed,
    share: agreed ? mean(together) : 0,
    crossed,
    missed,
    limits,
    holders,
    passes: passesIn(holders),
  };
}

// Gains of every package of the grid, once for each table; the page draws them as dots.
const gainsOf = new WeakMap();
export function gridGains(table) {
  if (!gainsOf.has(table)) {
    gainsOf.set(table, table.packages.map((row) => utility(table, row)));
  }
  return gainsOf.get(table);
}

// Up to which two security values each package is accepted: every package is a corner of the plane.
function grids(table, rows, gains, x, y, xValues, yValues) {
  const [xk, yk] = [x, y].map((name) => table.columns.findIndex((one) => one.name === name));
  const [xp, yp] = [xk, yk].map((k) => table.own.findIndex((one) => one[k]));
  const [x0, y0] = [xk, yk].map((k) => table.columns[k].security.central);
  const rooms = gains.map((one) => one.map((u, p) => u - table.floor[p] + table.tolerance));
  const others = rooms.map((room) => room.every((left, p) => p === xp || p === yp || left >= 0));
  const kept = rows.map((_, i) => i).filter((i) => others[i]);
  return yValues.map((yv) => xValues.map((xv) => (kept.some((i) => {
    const takenX = (xv - x0) * rows[i][xk];
    const takenY = (yv - y0) * rows[i][yk];
    if (xp === yp) return rooms[i][xp] - takenX - takenY >= 0;
    return rooms[i][xp] - takenX >= 0 && rooms[i][yp] - takenY >= 0;
  }) ? 1 : 0)));
}

const existing = new WeakMap();
// Where in the plane of two security values there is a deal, and where this package is one.
export function dealMap(table, x, y, easings) {
  const [xAxis, yAxis] = [x, y].map((name) => table.axes.find((one) => one.control === name));
  const [xk, yk] = [x, y].map((name) => table.columns.findIndex((one) => one.name === name));
  if (!existing.has(table)) existing.set(table, new Map());
  const known = existing.get(table);
  const key = `${xk} ${yk}`;
  if (!known.has(key)) {
    const gains = gridGains(table);
    const both = table.packages.map((_, i) => i)
      .filter((i) => table.packages[i][xk] > 0 && table.packages[i][yk] > 0);
    known.set(key, grids(
      table, both.map((i) => table.packages[i]), both.map((i) => gains[i]),
      x, y, xAxis.values, yAxis.values,
    ));
  }
  const row = rowOf(table, easings);
  const barred = crossedOf(table, row).length || missedOf(table, row).length;
  const mine = grids(table, [row], [utility(table, row)], x, y, xAxis.values, yAxis.values);
  return {
    schema: "detente.map/1",
    x: { control: x, values: xAxis.values },
    y: { control: y, values: yAxis.values },
    exists: known.get(key),
    accepted: barred ? mine.map((line) => line.map(() => 0)) : mine,
  };
}
