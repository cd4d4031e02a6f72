// Plots in the look of the brief: the drawing stretches, the labels are HTML and do not.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 320;
const MINUS = "\u2212";

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "style") Object.assign(made.style, value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const at = (value) => value.toFixed(1);

export function ticks(low, high, most = 5) {
  let span = high - low;
  let top = high;
  if (span <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9) {
    span = Math.abs(high) || 1;
    top = low + span;
  }
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 2.5, 5, 10].find((one) => power * one >= raw * (1 - 1e-9));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(top / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(12)));
}

function labelled(steps) {
  let places = 0;
  while (places < 9 && !steps.every((one) => Math.abs(Number(one.toFixed(places)) - one) <= 1e-9)) {
    places += 1;
  }
  return steps.map((one) => [one, one ? one.toFixed(places).replace("-", MINUS) : "0"]);
}

function scale(low, high, start, end) {
  const width = high - low || 1;
  return (value) => start + Math.min(Math.max((value - low) / width, 0), 1) * (end - start);
}

const line = (x1, y1, x2, y2, name) =>
  shape("path", { d: `M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}`, class: name });
const path = (points, name) =>
  shape("path", { d: `M${points.map(([x, y]) => `${at(x)} ${at(y)}`).join("L")}`, class: name });
const rect = (x, y, width, height, name) => shape("rect", {
  x: at(x), y: at(y), width: at(Math.max(width, 0)), height: at(Math.max(height, 0)), class: name,
});

// Axes round a drawing; `shapes` is given the two scales, `over` HTML labels at values.
function frame(place, { x, y, xTicks, titles, title, kind, shapes, over = [] }) {
  const ySteps = ticks(y[0], y[1]);
  const xs = scale(x[0], x[1], 0, WIDTH);
  const ys = scale(ySteps[0], ySteps.at(-1), HEIGHT, 0);
  const yLabels = labelled(ySteps);
  const grid = yLabels.map(([value]) => line(0, ys(value), WIDTH, ys(value), value ? "grid" : "zero"));
  grid.push(...xTicks.map(([value]) => line(xs(value), HEIGHT - 6, xs(value), HEIGHT, "tick")));
  const drawing = shape("svg", {
    class: "plot", role: "img", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none",
    "aria-label": title,
  }, ...shapes(xs, ys, grid));
  const widest = Math.max(...yLabels.map(([, label]) => label.length));
  const made = el(
    "div", { class: `frame ${kind}` },
    el("p", { class: "axis-y" }, titles[1]),
    el("div", { class: "ys", "aria-hidden": "true" }, ...yLabels.map(([value, label]) =>
      el("span", { class: "tick-y", style: { bottom: `${100 - ys(value) / HEIGHT * 100}%` } }, label))),
    el("div", { class: "area" }, drawing, ...over.map(({ x: left, y: up, text, kind: badge }) =>
      el("span", {
        class: `badge ${badge}`,
        style: { left: `${xs(left) / WIDTH * 100}%`, bottom: `${100 - ys(up) / HEIGHT * 100}%` },
      }, text))),
    el("div", { class: "xs", "aria-hidden": "true" }, ...xTicks.map(([value, label]) =>
      el("span", { class: "tick-x", style: { left: `${xs(value) / WIDTH * 100}%` } }, label))),
    el("p", { class: "axis-x" }, titles[0]),
  );
  made.style.setProperty("--y-width", `${widest + 0.5}ch`);
  place.replaceChildren(made);
}

// Cost by month: as today thin, under the package thick, one colour and dash per party.
export function drawMonths(place, answer, names) {
  const count = answer.holders.length;
  const series = answer.parties.flatMap((one, p) => [
    { values: one.today_by_month, name: `curve thin p${Math.min(p, 3)}` },
    { values: one.by_month, name: `curve p${Math.min(p, 3)}` },
  ]);
  const all = series.flatMap((one) => one.values);
  const turned = answer.passes;
  frame(place, {
    x: [1, Math.max(count, 2)],
    y: [Math.min(0, ...all), Math.max(...all, 0.001)],
    xTicks: answer.holders.map((_, m) => [m + 1, `${m + 1}`]),
    titles: ["month", ""],
    title: `Cost by month to ${Object.values(names).join(" and ")}`,
    kind: "middle",
    shapes: (xs, ys, grid) => [
      ...grid,
      ...(turned ? [line(xs(turned), 0, xs(turned), HEIGHT, "when-line")] : []),
      ...series.map(({ values, name }) => path(
        (count > 1 ? values : [...values, ...values]).map((value, m) => [xs(m + 1), ys(value)]), name,
      )),
    ],
  });
}

const extent = (values) => {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const pad = (high - low || 1) * 0.04;
  return [low - pad, high + pad];
};

// Gains of the first two parties for every package of the grid, and the one or two in hand.
export function drawGains(place, gains, accepted, points, parties) {
  const xAll = [...gains.map((one) => one[0]), ...points.map((one) => one.gains[0])];
  const yAll = [...gains.map((one) => one[1]), ...points.map((one) => one.gains[1])];
  const [xLow, xHigh] = extent(xAll);
  const xSteps = ticks(xLow, xHigh);
  const dots = (flag) => gains.filter((_, i) => accepted[i] === flag)
    .map(([x, y]) => [x, y]);
  frame(place, {
    x: [xSteps[0], xSteps.at(-1)],
    y: extent(yAll),
    xTicks: labelled(xSteps),
    titles: [`gain of ${parties[0]}`, `gain of ${parties[1]}`],
    title: `Gain of ${parties[0]} against gain of ${parties[1]}`,
    kind: "tall",
    shapes: (xs, ys, grid) => {
      const cloud = (list, name) => shape("path", {
        d: list.map(([x, y]) => `M${at(xs(x))} ${at(ys(y))}h0`).join(""), class: name,
      });
      return [
        rect(xs(0), 0, WIDTH - xs(0), ys(0), "both-better"),
        ...grid,
        line(xs(0), 0, xs(0), HEIGHT, "zero"),
        cloud(dots(false), "dot faint"),
        cloud(dots(true), "dot some"),
      ];
    },
    over: points.map(({ gains: [x, y], letter }) =>
      ({ x, y, text: letter, kind: letter === "B" ? "origin" : "" })),
  });
}

const edges = (values) => {
  const step = values.length > 1 ? values[1] - values[0] : values[0] || 1;
  return [...values.map((one) => one - step / 2), values.at(-1) + step / 2];
};

// Security values for which some package, or this one, is a deal.
export function drawMap(place, map, assumed, titles) {
  const [xEdges, yEdges] = [edges(map.x.values), edges(map.y.values)];
  const [xLow, xHigh] = [0, Math.max(xEdges.at(-1), assumed[0])];
  const yTop = Math.max(yEdges.at(-1), assumed[1]);
  const xSteps = ticks(xLow, xHigh).filter((one) => one <= xHigh * (1 + 1e-9));
  frame(place, {
    x: [xLow, xHigh],
    y: [0, yTop],
    xTicks: labelled(xSteps),
    titles,
    title: "Security values for which a deal exists",
    kind: "tall",
    shapes: (xs, ys, grid) => {
      const hatch = Array.from({ length: Math.floor((WIDTH + HEIGHT - 1) / 28) }, (_, k) => {
        const start = (k + 1) * 28 - HEIGHT;
        return line(
          Math.max(start, 0), Math.min(HEIGHT, HEIGHT + start),
          Math.min(start + HEIGHT, WIDTH), Math.max(0, start + HEIGHT - WIDTH), "hatch",
        );
      });
      const cells = (rows, name) => rows.flatMap((row, j) => {
        const runs = [];
        row.forEach((one, i) => {
          if (!one) return;
          if (runs.length && runs.at(-1)[1] === i) runs.at(-1)[1] = i + 1;
          else runs.push([i, i + 1]);
        });
        const [top, bottom] = [ys(yEdges[j + 1]), ys(yEdges[j])];
        return runs.map(([a, b]) =>
          rect(xs(xEdges[a]), top, xs(xEdges[b]) - xs(xEdges[a]), bottom - top + 0.5, name));
      });
      return [
        rect(0, 0, WIDTH, HEIGHT, "no-deal"), ...hatch,
        ...cells(map.exists, "deal"), ...cells(map.accepted, "mine"), ...grid.slice(-xSteps.length),
        line(xs(assumed[0]), ys(assumed[1]), xs(assumed[0]), ys(assumed[1]), "dot seen"),
      ];
    },
  });
}
