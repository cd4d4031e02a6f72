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

export function leverageWords(answer, names) {
  const { holders, passes } = answer;
  if (!holders.some(Boolean)) return "Neither side is under more pressure than the other.";
  if (passes === null) return `${first(names[holders[0]])} holds the leverage in every month.`;
  const after = holders[passes - 1];
  if (after === null) return `In month ${passes} the pressure on the two sides becomes the same.`;
  return `In month ${passes} leverage passes to ${names[after]}.`;
}
