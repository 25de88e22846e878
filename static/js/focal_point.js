/* A click on a picture sets its focus: it writes the two numbers beside it, which can be typed just as well. */
const WHOLE = 100;

function fields(frame) {
  const row = frame.closest(".inline-related");
  return ["x", "y"].map((axis) => row.querySelector(`input[name$="-focal_${axis}"]`));
}

function place(frame, mark) {
  const [x, y] = fields(frame).map((field) => Math.min(Math.max(Number(field.value) || 0, 0), WHOLE));
  mark.style.insetInlineStart = `${x}%`;
  mark.style.insetBlockStart = `${y}%`;
}

for (const frame of document.querySelectorAll("[data-focus]")) {
  const picture = frame.querySelector("img");
  const inputs = fields(frame);
  if (!picture || inputs.includes(null)) continue;
  const mark = document.createElement("span");
  mark.className = "focus__mark";
  frame.classList.add("focus--set");
  frame.append(mark);
  place(frame, mark);
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    inputs[0].value = Math.round(((event.clientX - box.left) / box.width) * WHOLE);
    inputs[1].value = Math.round(((event.clientY - box.top) / box.height) * WHOLE);
    place(frame, mark);
  });
  for (const field of inputs) field.addEventListener("input", () => place(frame, mark));
}
