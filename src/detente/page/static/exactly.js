// What the sliders say is quick, from the loss surface. When they rest, the engine is asked for the
// same package, and its costs take the place of the quick ones. One package is asked for at a time.

const REST = 1500; // milliseconds without a change
const LOOK = 500; // milliseconds between looks at the work

export function follower(asked, arrived) {
  const known = new Map(); // package to the engine's costs by party
  let wanted = "", going = false, resting = 0;

  async function result(id) {
    for (;;) {
      const answered = await fetch(`/api/jobs/${id}`);
      const told = answered.ok ? await answered.json() : { state: "gone" };
      if (told.state === "done") break;
      if (!["waiting", "running"].includes(told.state)) return null;
      await new Promise((on) => setTimeout(on, LOOK));
    }
    const answered = await fetch(`/api/jobs/${id}/result`);
    return answered.ok ? answered.json() : null;
  }

  async function ask() {
    if (going || !wanted || known.has(wanted)) return;
    const mine = wanted;
    going = true;
    known.set(mine, null); // a package that cannot be had stays quick
    try {
      const answered = await fetch("/api/jobs", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(asked(mine)),
      });
      const found = answered.ok ? await result((await answered.json()).job) : null;
      if (found) known.set(mine, new Map(found.parties.map((one) => [one.party, one.exact])));
      else if (answered.status === 503) known.delete(mine); // the server is busy; asked for when it comes back
    } catch { // away; the quick answer stands
      known.delete(mine);
    }
    going = false;
    if (known.get(wanted)) arrived();
    else if (wanted !== mine) ask();
  }

  return {
    costs: (name) => known.get(name) ?? null,
    rest(name) {
      if (name === wanted) return;
      wanted = name;
      clearTimeout(resting);
      resting = setTimeout(ask, REST);
    },
  };
}
