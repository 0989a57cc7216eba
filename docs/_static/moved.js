/* What has moved to another page: an old address leads there. Without this script it leads to the links. */
"use strict";

/* What an address that was cut or mistyped says cannot be read, and leads nowhere. */
function address() {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    return "";
  }
}

function follow() {
  const hash = address();
  for (let name = hash; name; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const place = document.getElementById(name);
    if (place && place.classList.contains("moved")) {
      const address = place.querySelector("a").getAttribute("href");
      window.location.replace(name === hash ? address : `${address.split("#")[0]}#${hash}`);
    }
    if (place) {
      return;
    }
  }
}

document.addEventListener("DOMContentLoaded", follow);
window.addEventListener("hashchange", follow);
