"""Whether a deal is kept: schedule, promises, risks, what to learn, and a deal that is signed."""
