// What is drawn, to keep: its numbers as CSV, the drawing as SVG, or as PNG at twice its size.

import { el } from "./draw.js";

const NS = "http://www.w3.org/2000/svg";
const LARGER = 2;
const LOOK = [
  "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "opacity",
];

const node = (name, attributes, text) => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
};

// The drawing as it stands on the page, each shape with the look it has there.
function plot(svg, box, scale) {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  const shapes = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((one, i) => {
    const look = getComputedStyle(shapes[i]);
    if (i) for (const name of LOOK) one.setAttribute(name, look.getPropertyValue(name));
    if (i) { // widths do not stretch with the drawing, so they are given at the size it will have
      one.setAttribute("vector-effect", "non-scaling-stroke");
      one.setAttribute("stroke-width", parseFloat(look.strokeWidth) * scale);
      const dashes = look.strokeDasharray.match(/[\d.]+/g);
      if (dashes) one.setAttribute("stroke-dasharray", dashes.map((dash) => dash * scale).join(" "));
    }
    one.removeAttribute("class");
  });
  for (const [key, value] of Object.entries({ x: left - box.left, y: top - box.top, width, height })) {
    copy.setAttribute(key, value);
  }
  return copy;
}

// A swatch or a badge: its box, filled as it is.
function swatch(one, box) {
  const look = getComputedStyle(one);
  const { left, top, width, height } = one.getBoundingClientRect();
  const clear = look.backgroundColor === "rgba(0, 0, 0, 0)";
  if (parseFloat(look.borderTopWidth) > 0 && height <= 6) {
    return [node("path", {
      d: `M${left - box.left} ${top - box.top + 1.5}h${width}`, stroke: look.borderTopColor,
      "stroke-width": 3, ...(look.borderTopStyle === "dashed" ? { "stroke-dasharray": "6 4" } : {}),
    })];
  }
  const made = node("rect", {
    x: left - box.left, y: top - box.top, width, height, rx: Math.min(parseFloat(look.borderRadius) || 0, height / 2),
    fill: clear ? "none" : look.backgroundColor,
    stroke: clear || look.backgroundImage !== "none" || one.matches(".origin") ? look.color : "none",
  });
  if (look.backgroundImage === "none") return [made];
  const [x, y] = [left - box.left, top - box.top];
  const lines = [0.5, 1, 1.5].map((k) => {
    const [a, b] = [Math.min(k, 1), Math.max(k - 1, 0)];
    return `M${x + b * width} ${y + a * height}L${x + a * width} ${y + b * height}`;
  });
  return [made, node("path", { d: lines.join(""), stroke: look.color, "stroke-width": 0.8 })];
}

// Words line by line, where the page has broken them.
function* texts(figure, box) {
  const walk = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const here = walk.currentNode;
    const inside = here.parentElement;
    if (inside.closest("svg, select, details, .tools, label") || !inside.checkVisibility()) continue;
    const look = getComputedStyle(inside);
    const size = parseFloat(look.fontSize);
    let line = null;
    const lines = [];
    for (const { index, 0: word } of here.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(here, index);
      range.setEnd(here, index + word.length);
      const { left, bottom, height } = range.getBoundingClientRect();
      if (!height) continue;
      if (line && Math.abs(line.bottom - bottom) < 2) line.words += ` ${word}`;
      else lines.push((line = { left, bottom, height, words: word }));
    }
    for (const { left, bottom, height, words } of lines) {
      yield node("text", {
        x: left - box.left, y: bottom - box.top - (height - size) / 2 - size * 0.2,
        "font-size": size, "font-weight": look.fontWeight, fill: look.color,
      }, words);
    }
  }
}

// One figure as a document of its own; at `scale` if it is to be painted so much larger.
export function standalone(figure, scale = 1) {
  const pad = 16;
  const around = figure.getBoundingClientRect();
  const end = Math.max(...[...figure.children]
    .filter((one) => !one.matches(".tools, details") && one.checkVisibility())
    .map((one) => one.getBoundingClientRect().bottom));
  const box = { left: around.left - pad, top: around.top - pad };
  const [width, height] = [around.width + 2 * pad, end - around.top + 2 * pad];
  const made = node("svg", {
    xmlns: NS, viewBox: `0 0 ${width} ${height}`, width, height,
    "font-family": "system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif",
  });
  made.append(
    node("title", {}, figure.querySelector("h3").textContent),
    node("rect", { width, height, fill: getComputedStyle(document.documentElement).backgroundColor }),
    ...[...figure.querySelectorAll("svg.plot")].map((one) => plot(one, box, scale)),
    ...[...figure.querySelectorAll(".key, .badge")]
      .filter((one) => one.checkVisibility()).flatMap((one) => swatch(one, box)),
    ...texts(figure, box),
  );
  return new XMLSerializer().serializeToString(made);
}

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function png(figure, name) {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = el("canvas", {
      width: LARGER * image.naturalWidth, height: LARGER * image.naturalHeight,
    });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, name), "image/png");
  });
  image.src = `data:image/svg+xml,${encodeURIComponent(standalone(figure, LARGER))}`;
}

const csv = (rows) => rows.map((row) => row.map((cell) =>
  (typeof cell === "number" ? `${Number(cell.toPrecision(6))}` : `"${cell.replaceAll('"', '""')}"`)).join(","))
  .join("\r\n");

export function offerDownloads(figure, rows) {
  const title = figure.querySelector("h3").textContent;
  const ways = {
    CSV: (name) => save(new Blob([`\ufeff${csv(rows())}\r\n`], { type: "text/csv" }), `${name}.csv`),
    SVG: (name) => save(new Blob([standalone(figure)], { type: "image/svg+xml" }), `${name}.svg`),
    PNG: (name) => png(figure, `${name}.png`),
  };
  figure.append(el(
    "p", { class: "tools" }, el("span", {}, "Download"), ...Object.entries(ways).map(([kind, way]) => {
      const button = el("button", { type: "button", "aria-label": `${kind}: ${title}` }, kind);
      button.addEventListener("click", () => way(figure.id));
      return button;
    }),
  ));
}
