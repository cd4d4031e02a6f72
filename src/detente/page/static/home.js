// Drop a file on the text field: its text appears there, or the file field takes it.

const field = document.getElementById("article");
const chooser = document.getElementById("file");

field.addEventListener("dragover", (event) => {
  event.preventDefault();
  field.classList.add("over");
});
field.addEventListener("dragleave", () => field.classList.remove("over"));
field.addEventListener("drop", (event) => {
  const { files } = event.dataTransfer;
  field.classList.remove("over");
  if (!files.length) return;
  event.preventDefault();
  const one = new DataTransfer();
  one.items.add(files[0]);
  chooser.files = one.files;
  field.value = "";
  chooser.focus();
});
