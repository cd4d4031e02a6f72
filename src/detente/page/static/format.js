// Numbers as the brief writes them: two figures, a unit, never without the range.
// The same rules as detente.say in Python; a test holds them against each other.

const NBSP = "\u00a0";
const MINUS = "\u2212";
const TINY = 0.001;

// Digits of a number so rounded, a tie going to the even digit as in Python.
function digits(value, places) {
  const [mantissa, exponent] = Math.abs(value).toExponential(60).split("e");
  const all = mantissa.replace(".", "");
  const kept = all.slice(0, places);
  const rest = all.slice(places);
  let up = rest[0] > "5" || (rest[0] === "5" && /[1-9]/.test(rest.slice(1)));
  if (rest[0] === "5" && !up) up = Number(kept.at(-1)) % 2 === 1;
  let whole = BigInt(kept) + (up ? 1n : 0n);
  let power = Number(exponent);
  if (String(whole).length > places) {
    whole /= 10n;
    power += 1;
  }
  return { whole: String(whole), power };
}

function rounded(value, figures) {
  if (!value) return 0;
  const { whole, power } = digits(value, figures);
  return Math.sign(value) * Number(`${whole}e${power - figures + 1}`);
}

// To so many decimals, a tie going to the even digit.
export function fixed(value, places) {
  if (!value) return (0).toFixed(places);
  const { power } = digits(value, 1);
  const figures = power + 1 + places;
  let text;
  if (figures < 1) {
    const near = Math.abs(value) > 0.5 * 10 ** -places ? 10 ** -places : 0;
    text = near.toFixed(places);
  } else {
    text = Math.abs(rounded(value, figures)).toFixed(places);
  }
  return (value < 0 ? "-" : "") + text;
}

function grouped(text) {
  const [whole, part] = text.split(".");
  const marked = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part === undefined ? marked : `${marked}.${part}`;
}

export function number(value, figures = 2) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "not known";
  const near = rounded(value, figures);
  const size = Number(Math.abs(near).toExponential().split("e")[1]);
  const places = Math.max(0, figures - 1 - size);
  let text = grouped(Math.abs(near).toFixed(places));
  if (size < 0) text = text.replace(/0+$/, "");
  return (near < 0 ? MINUS : "") + text;
}

function unit(value) {
  const size = Math.abs(rounded(value, 2));
  if (size >= 1000) return [0.001, "tn"];
  return size >= 1 ? [1, "bn"] : [1000, "m"];
}

export function money(value) {
  if (value === 0) return "$0";
  if (Math.abs(value) < TINY) {
    return value > 0 ? `less than $1${NBSP}m` : `a gain of less than $1${NBSP}m`;
  }
  const [factor, word] = unit(value);
  return `${value < 0 ? MINUS : ""}$${number(Math.abs(value) * factor)}${NBSP}${word}`;
}

function end(value, factor) {
  if (Math.abs(value) > 0 && Math.abs(value) < TINY) return factor === 1000 ? "less than 1" : "0";
  return number(value * factor);
}

export function moneyRange({ low, central, high }) {
  if (low === central && central === high) return money(central);
  if (Math.max(Math.abs(low), Math.abs(high), Math.abs(central)) < TINY) {
    return `less than $1${NBSP}m`;
  }
  const [factor, word] = unit(Math.abs(central) >= TINY ? central : high);
  const same = [low, high].every((one) => Math.abs(one) < TINY || unit(one)[1] === word);
  if (same || (word === "bn" && low >= 0 && low < 1 && unit(high)[1] === "bn")) {
    return `${money(central)} (${end(low, factor)} to ${end(high, factor)})`;
  }
  return `${money(central)} (${money(low)} to ${money(high)})`;
}

export function gain(value) {
  const words = moneyRange(value);
  return value.central >= TINY ? `+${words}` : words;
}

export function perCent(share) {
  if (share > 0 && share < 0.01) return "under 1%";
  if (share > 0.99 && share < 1) return "over 99%";
  return `${fixed(share * 100, 0)}%`.replace("-", MINUS);
}
