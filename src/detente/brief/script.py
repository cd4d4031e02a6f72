"""The one script of a brief: a PNG among each chart's downloads, and an annex that opens for links.

Without it, or where scripts are off, everything is there but that button; browsers open the folded
annex for a link by themselves, and the script does it for those that do not. The content security
policy names the script by its hash, so no other can run, whatever an article holds.
"""

import base64
import hashlib

__all__ = ["POLICY", "SCRIPT", "SCRIPT_HASH"]

SCRIPT = """\
function open() {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name && document.getElementById(name);
  if (!target) return;
  let shut = false;
  for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
    shut = shut || !at.open;
    at.open = true;
  }
  if (shut) target.scrollIntoView();
}
window.addEventListener("hashchange", open);
open();
for (const link of document.querySelectorAll("a.svg")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "PNG";
  button.setAttribute("aria-label", link.getAttribute("aria-label").replace("SVG", "PNG"));
  button.addEventListener("click", () => {
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.naturalWidth;
      canvas.height = 2 * image.naturalHeight;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => {
        const saved = document.createElement("a");
        saved.href = URL.createObjectURL(blob);
        saved.download = link.download.replace(/svg$/, "png");
        saved.click();
        setTimeout(() => URL.revokeObjectURL(saved.href), 10000);
      }, "image/png");
    });
    image.setAttribute("src", link.href);
  });
  link.after(button);
}
"""

SCRIPT_HASH = "sha256-" + base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode("ascii")
"""What a content security policy calls the script."""

POLICY = (
    f"default-src 'none'; script-src '{SCRIPT_HASH}'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Content security policy of a page that stands alone: no request, no other script."""
