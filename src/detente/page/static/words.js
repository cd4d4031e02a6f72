// What an answer says in words; detente.page._sentences says the same where there is no script.

import { money, perCent } from "./format.js";

const first = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

function join(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function acceptWords(party) {
  const draws = `${perCent(party.share)} of draws`;
  if (party.accepts) return `yes, in ${draws}`;
  return `no; it would need ${money(party.short)} more a month (${draws} accept)`;
}

export function verdictWords(answer, names, labels) {
  if (!Object.values(answer.package).some(Boolean)) {
    return "Nothing is eased: everything stays as it is today.";
  }
  const called = (list) => join(list.map((name) => labels[name]));
  if (answer.crossed.length) return `No deal: it crosses the red line on ${called(answer.crossed)}.`;
  if (answer.missed.length) return `No deal: a mandate asks for more on ${called(answer.missed)}.`;
  if (answer.accepted) {
    const who = answer.parties.length === 2 ? "Both accept" : "All accept";
    return `${who} this package; in ${perCent(answer.share)} of draws they all do.`;
  }
  const against = answer.parties.filter((one) => !one.accepts).map((one) => names[one.party]);
  return `No deal: ${join(against)} ${against.length === 1 ? "does" : "do"} not accept.`;
}

// Months that follow one another with the same holder: [holder, first, last].
function segments(holders) {
  const found = [];
  holders.forEach((one, m) => {
    if (found.length && found.at(-1)[0] === one) found.at(-1)[2] = m + 1;
    else found.push([one, m + 1, m + 1]);
  });
  return found;
}

const months = ([, start, end]) => (start === end ? `month ${start}` : `months ${start} to ${end}`);

export function leverageWords(answer, names, today = []) {
  const moved = Object.values(answer.package).some(Boolean);
  const holders = moved || !today.length ? answer.holders : today;
  const found = segments(holders);
  const held = found.filter(([one]) => one);
  if (!held.length) {
    return "Neither side clearly holds the leverage: the ranges of what each side loses to the "
      + "other’s controls overlap.";
  }
  const who = first(names[held[0][0]]);
  if (found.length === 1) return `${who} holds the leverage throughout.`;
  const passes = held.find(([one]) => one !== held[0][0]);
  if (!passes) {
    const open = found.filter(([one]) => !one);
    return `${who} holds the leverage in ${join(held.map(months))}; in ${join(open.map(months))} `
      + "the ranges overlap.";
  }
  const told = held.map((one, at) => `${names[one[0]]}${at ? "" : " holds it"} in ${months(one)}`);
  const list = told.length > 2 ? join(told) : told.join(", ");
  return `Leverage passes in month ${passes[1]}: ${list}.`;
}
