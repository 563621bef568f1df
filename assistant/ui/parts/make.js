// An element with text, attributes and children. The text enters as text; an empty attribute is left out.

function make(tag, text = "", attributes = {}, ...children) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== "" && value != null) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
}
